package org.vexfs.trace.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vexfs.trace.baseline.Environment;
import org.vexfs.trace.bpftrace.FakeKernelFiles;

class SurroundingsTests {

    private static final String VIRTUAL =
            "processor\t: 0\nmodel name\t: AMD EPYC 9R14\nflags\t\t: fpu hypervisor lahf_lm\n";
    private static final String WHOLE = "processor\t: 0\nmodel name\t: AMD EPYC 9R14\nflags\t\t: fpu lahf_lm\n";

    private final FakeKernelFiles files = new FakeKernelFiles();

    @Test
    void theMachineIsToldFromTheKernelsFiles() {
        files.with("/proc/cpuinfo", VIRTUAL)
                .with("/sys/class/dmi/id/sys_vendor", "QEMU\n")
                .with("/sys/module/vexfs/srcversion", "533BB7E5866E52F63B9ACCB\n");

        assertThat(found())
                .isEqualTo(new Environment(
                        System.getProperty("os.version"),
                        System.getProperty("os.arch"),
                        "AMD EPYC 9R14",
                        "qemu",
                        "vexfs",
                        "533BB7E5866E52F63B9ACCB",
                        "0.23.2"));
    }

    @ParameterizedTest
    @CsvSource({
        "Amazon EC2, amazon",
        "VMware7, vmware",
        "VirtualBox, oracle",
        "Virtual Machine, microsoft",
        "Google Compute Engine, google",
        "Unheard Of, vm-other"
    })
    void aVirtualMachineIsCalledWhatSystemdCallsIt(String product, String expected) {
        files.with("/proc/cpuinfo", VIRTUAL).with("/sys/class/dmi/id/product_name", product + "\n");

        assertThat(found().virtualisation()).isEqualTo(expected);
    }

    @Test
    void aWholeMachineOfACloudIsNoVirtualOne() {
        files.with("/proc/cpuinfo", WHOLE).with("/sys/class/dmi/id/sys_vendor", "Amazon EC2\n");

        assertThat(found().virtualisation()).isEqualTo("none");
    }

    @Test
    void aGuestOfXenIsToldByItsHypervisor() {
        files.with("/proc/cpuinfo", WHOLE).with("/sys/hypervisor/type", "xen\n");

        assertThat(found().virtualisation()).isEqualTo("xen");
    }

    @Test
    void whereTheCpuTellsNothingTheDeviceTreeOrTheFirmwareDoes() {
        files.with("/proc/cpuinfo", "processor\t: 0\nCPU part\t: 0xd40\n")
                .with("/proc/device-tree/hypervisor/compatible", "linux,kvm\0");

        assertThat(found().cpu()).isEqualTo("part 0xd40");
        assertThat(found().virtualisation()).isEqualTo("kvm");
    }

    @Test
    void whatNoFileTellsIsUnknown() {
        assertThat(found())
                .isEqualTo(new Environment(
                        System.getProperty("os.version"),
                        System.getProperty("os.arch"),
                        "unknown",
                        "unknown",
                        "vexfs",
                        "unknown",
                        "0.23.2"));
    }

    private Environment found() {
        return Surroundings.of("vexfs", "0.23.2", files);
    }
}
