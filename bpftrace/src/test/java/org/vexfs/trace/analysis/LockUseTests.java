package org.vexfs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class LockUseTests {

    private static final long A = 0xffff888000001000L;
    private static final long B = 0xffff888000002000L;
    private static final int EINTR = 4;

    private final TracedOperations module = new TracedOperations();

    @Test
    void aLockIsHeldFromTheReturnOfItsTakerToTheCallOfItsGiver() {
        module.returns("vexfs_lock", 0, 100, 150, 0, A).returns("vexfs_unlock", 0, 1_150, 1_200, 0, A);

        LockUse locks = locks();

        assertThat(locks.waits()).isEqualTo(DistributionTests.of(50));
        assertThat(locks.holds()).isEqualTo(DistributionTests.of(1_000));
        assertThat(locks.longestHolds())
                .containsExactly(new LockUse.Hold(
                        A,
                        TracedOperations.START + 150,
                        1_000,
                        TracedOperations.PID,
                        TracedOperations.TID,
                        "vexfs_lock",
                        Optional.empty()));
    }

    @Test
    void aHoldIsOfTheFunctionThatCalledTheTaker() {
        module.returns("vexfs_lock", 1, 100, 150, 0, A)
                .returns("vexfs_touch", 1, 160, 170, 0)
                .returns("vexfs_unlock", 1, 1_150, 1_200, 0, A)
                .returns("vexfs_insert", 0, 90, 1_300, 0)
                .returns("vexfs_delete", 0, 1_400, 1_500, 0);

        assertThat(locks().longestHolds())
                .extracting(LockUse.Hold::holder)
                .containsExactly(Optional.of("vexfs_insert"));
    }

    @Test
    void aHoldIsOfTheFunctionThatTookItThoughAnotherGivesItBack() {
        module.returns("vexfs_lock", 1, 100, 150, 0, A)
                .returns("vexfs_begin", 0, 90, 160, 0)
                .returns("vexfs_unlock", 1, 1_150, 1_200, 0, A)
                .returns("vexfs_end", 0, 1_100, 1_300, 0);

        assertThat(locks().longestHolds()).extracting(LockUse.Hold::holder).containsExactly(Optional.of("vexfs_begin"));
    }

    @Test
    void eachThreadAndEachLockIsPairedOnItsOwn() {
        module.on(246, 1).returns("vexfs_lock", 0, 0, 10, 0, A);
        module.on(246, 2).returns("vexfs_lock", 0, 0, 20, 0, A);
        module.on(246, 1).returns("vexfs_lock", 0, 20, 30, 0, B);
        module.on(246, 1).returns("vexfs_unlock", 0, 110, 115, 0, A);
        module.on(246, 2).returns("vexfs_unlock", 0, 320, 325, 0, A);
        module.on(246, 1).returns("vexfs_unlock", 0, 830, 835, 0, B);

        assertThat(locks().holds()).isEqualTo(DistributionTests.of(100, 300, 800));
    }

    @Test
    void aLockThatIsTakenTwiceIsGivenBackTheLatestFirst() {
        module.returns("vexfs_lock", 0, 0, 10, 0, A)
                .returns("vexfs_lock", 0, 20, 30, 0, A)
                .returns("vexfs_unlock", 0, 40, 45, 0, A)
                .returns("vexfs_unlock", 0, 60, 65, 0, A);

        assertThat(locks().holds()).isEqualTo(DistributionTests.of(10, 50));
    }

    @Test
    void aLockThatCouldNotBeTakenIsNotHeld() {
        module.returns("vexfs_lock", 0, 0, 10, -EINTR, A);

        assertThat(locks().stillHeld()).isEmpty();
        assertThat(locks().waits().count()).isEqualTo(1);
    }

    @Test
    void aLockThatIsHeldAtTheEndAndOneGivenBackUnseenAreCounted() {
        module.returns("vexfs_unlock", 0, 0, 10, 0, B)
                .returns("vexfs_lock", 0, 20, 30, 0, A)
                .idlesUntil(1_030);

        LockUse locks = locks();

        assertThat(locks.releasedUnseen()).isEqualTo(1);
        assertThat(locks.stillHeld()).extracting(LockUse.Hold::nanos).containsExactly(1_000L);
        assertThat(locks.holds().count()).isZero();
    }

    @Test
    void longHoldsAndLongWaitsAreCounted() {
        module.returns("vexfs_lock", 0, 0, 1_000_000, 0, A)
                .returns("vexfs_unlock", 0, 3_000_000, 3_000_010, 0, A)
                .waited("vexfs_insert", B, 1_500_000, 5_000_000)
                .waited("vexfs_insert", B, 500, 5_000_500);

        assertThat(locks().longHolds()).isEqualTo(1);
        assertThat(locks().longWaits()).isEqualTo(2);
    }

    @Test
    void waitsForTheKernelsLocksAreTheFunctionsOnWhoseBehalfTheyAre() {
        module.waited("vexfs_insert", A, 100, 1_000)
                .waited("vexfs_insert", A, 300, 2_000)
                .waited("vexfs_search", B, 200, 3_000);

        LockUse inserting = module.profile().matching("vexfs_insert").locks();

        assertThat(inserting.contentions()).isEqualTo(DistributionTests.of(100, 300));
        assertThat(inserting.contended()).containsOnly(entry(A, 2L));
        assertThat(inserting.longestWait()).isEqualTo(Bounds.exactly(300));
    }

    @Test
    void theWaitOfATakerIsNotCountedTwiceWhereTheKernelTellsOfItToo() {
        module.waited("vexfs_lock", A, 2_000_000, 2_000_100).returns("vexfs_lock", 0, 0, 2_000_200, 0, A);

        assertThat(locks().longWaits()).isEqualTo(1);
    }

    @Test
    void locksThatAreNeverGivenBackAreCountedInBoundedMemory() {
        for (int i = 0; i < 10_000; i++) {
            module.calls("vexfs_lock", 10, 0, A).calls("vexfs_lock", 10, 0, i);
        }

        assertThat(locks().stillHeldCount()).isEqualTo(20_000);
        assertThat(locks().stillHeld()).hasSize(OperationMeter.SLOWEST);
    }

    private LockUse locks() {
        return module.profile().all().locks();
    }
}
