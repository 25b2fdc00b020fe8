package org.vexfs.trace.junit.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * What the example module does on command, and what that comes to: the truth that the memory verdicts are held
 * against.
 */
final class TruthTable {

    private TruthTable() {}

    /**
     * One row.
     *
     * @param group what kind of behaviour it is of
     * @param command the command of the module
     * @param kills whether the kernel kills who gives it, so that a process of its own must
     * @param leaked how many objects are lost
     * @param bytes how many bytes of them were asked for; negative where that is the kernel's affair
     * @param site the function that must be blamed for them
     * @param doubleFrees how many frees are second ones
     * @param invalidFrees how many frees are of no object
     */
    record Row(
            String group,
            String command,
            boolean kills,
            long leaked,
            long bytes,
            String site,
            long doubleFrees,
            long invalidFrees) {

        static Row clean(String group, String command) {
            return new Row(group, command, false, 0, 0, "", 0, 0);
        }

        static Row leak(String group, String command, long objects, long bytes, String site) {
            return new Row(group, command, false, objects, bytes, site, 0, 0);
        }

        static Row doubleFree(String command) {
            return new Row("double free", command, false, 0, 0, "", 1, 0);
        }

        static Row invalidFree(String command) {
            return new Row("invalid free", command, false, 0, 0, "", 0, 1);
        }

        @Override
        public String toString() {
            return group + ": " + command;
        }
    }

    /** Gives the rows in the order in which to try them: what may harm the machine comes last. */
    static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        way(rows, "kmalloc", 1, 128);
        way(rows, "kzalloc", 1, 128);
        way(rows, "kcalloc", 1, 128);
        way(rows, "kstrdup", 1, 24);
        way(rows, "kmemdup", 1, 128);
        way(rows, "kasprintf", 1, 24);
        way(rows, "krealloc_in_place", 1, 128);
        way(rows, "krealloc_grow", 1, 512);
        way(rows, "krealloc_shrink", 1, 128);
        way(rows, "kvmalloc_small", 1, 128);
        way(rows, "kvmalloc_large", 1, 2 * 1024 * 1024);
        way(rows, "vmalloc", 1, 65_536);
        way(rows, "cache", 1, -1);
        way(rows, "cache_bulk", 16, -1);
        way(rows, "mempool", 1, 192);
        way(rows, "percpu", 1, 64);
        way(rows, "pages_0", 1, 4096);
        way(rows, "pages_3", 1, 8 * 4096);
        way(rows, "get_free_page", 1, 4096);
        way(rows, "kmalloc_huge", 1, 300_000);
        way(rows, "wrapper", 1, 128);
        way(rows, "inlined", 1, 128);
        String indirect = "allocated by a subsystem";
        rows.add(Row.clean(indirect, "use xarray"));
        rows.add(Row.leak(indirect, "lose xarray", 8, -1, "vexfs_take_xarray"));
        rows.add(Row.clean(indirect, "use idr"));
        rows.add(Row.leak(indirect, "lose idr", 3, -1, "vexfs_take_idr"));
        rows.add(Row.clean(indirect, "use kobject_name"));
        rows.add(Row.leak(indirect, "lose kobject_name", 1, 32, "vexfs_take_kobject_name"));
        for (String where : List.of("workqueue", "timer", "thread", "module", "kfree_rcu", "call_rcu")) {
            rows.add(Row.clean("freed elsewhere", "elsewhere " + where + " 200"));
            rows.add(Row.leak(
                    "freed elsewhere", "elsewhere_lost " + where + " 200", 1, 200, "vexfs_fault_elsewhere_lost"));
        }
        rows.add(Row.clean("freed late", "late_free 100 300"));
        rows.add(Row.leak("freed late", "late_free 100 60000", 1, 100, "vexfs_fault_late_free"));
        // Another test may have filled it: the first one is the growth tests' affair.
        rows.add(Row.leak("retained", "grow_each 300", 1, 300, "vexfs_fault_grow_each"));
        rows.add(Row.clean("retained", "pressure 20 400"));
        rows.add(Row.leak("retained", "keep 500", 1, 500, "vexfs_fault_keep"));
        rows.add(Row.clean("error path", "three_step"));
        rows.add(Row.leak("error path", "three_step_leaky", 1, -1, "vexfs_fault_three_step_leaky"));
        rows.add(Row.clean("not a double free", "reused 128"));
        rows.add(Row.clean("not a double free", "bulk_single"));
        rows.add(Row.clean("not a double free", "free_nothing"));
        rows.add(Row.clean("not a double free", "fail_alloc"));
        rows.add(Row.clean("flood", "churn 200000 0 64"));
        rows.add(Row.leak("flood", "churn 200000 3 64", 3, 192, "vexfs_fault_churn"));
        rows.add(Row.invalidFree("invalid_offset 64"));
        rows.add(Row.invalidFree("invalid_static"));
        rows.add(Row.doubleFree("double_free 128"));
        rows.add(Row.doubleFree("double_cache"));
        rows.add(Row.doubleFree("double_rcu 128"));
        rows.add(Row.doubleFree("double_threads 128"));
        rows.add(Row.doubleFree("double_vfree"));
        // The copy of the command line is lost with the thread that the kernel kills.
        rows.add(new Row("double free", "double_now 64", true, 1, -1, "vexfs_dev_write", 1, 0));
        return rows;
    }

    private static void way(List<Row> rows, String way, long objects, long bytes) {
        rows.add(Row.clean("freed where it was taken", "use " + way));
        rows.add(Row.leak("freed where it was taken", "lose " + way, objects, bytes, "vexfs_take_" + way));
    }
}
