package org.vexfs.trace.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrnoTests {

    @ParameterizedTest
    @CsvSource({
        "1, -EPERM",
        "12, -ENOMEM",
        "22, -EINVAL",
        "40, -ELOOP",
        "41, -41",
        "42, -ENOMSG",
        "58, -58",
        "75, -EOVERFLOW",
        "95, -EOPNOTSUPP",
        "110, -ETIMEDOUT",
        "133, -EHWPOISON",
        "134, -134",
        "512, -ERESTARTSYS",
        "524, -ENOTSUPP",
        "4095, -4095"
    })
    void anErrorHasItsNameWhereItHasOne(int errno, String returned) {
        assertThat(Errno.returned(errno)).isEqualTo(returned);
    }
}
