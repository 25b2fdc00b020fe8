package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A build of nested, parameterized and repeated tests, one of which leaks, on either JUnit. */
@ParameterizedClass(name = "JUnit {0}")
@MethodSource("versions")
class NamesBuildTests {

    private static final String STORE = "[engine:junit-jupiter]/[class:org.vexfs.trace.example.StoreIT]";

    private static TinyProject project;
    private static MavenBuild build;

    static Stream<String> versions() {
        return Stream.of(ThisBuild.junitVersion(), ThisBuild.junit6Version());
    }

    private final String version;

    NamesBuildTests(String version) {
        this.version = version;
    }

    @BeforeParameterizedClassInvocation
    static void build(String version) throws IOException, InterruptedException {
        Capture capture = Capture.recorded()
                .renaming(
                        "VectorStoreIT.updateFreesTheOldVector",
                        STORE + "/[test-template:insert(java.lang.String)]/[test-template-invocation:#1]",
                        "StoreIT.insert [1] flat")
                .renaming(
                        "LeakyIT.losesThreeObjects",
                        STORE + "/[test-template:insert(java.lang.String)]/[test-template-invocation:#2]",
                        "StoreIT.insert [2] a <graph> & a \"hash\"")
                .renaming(
                        "VectorStoreIT.theCacheIsFreedByClear",
                        STORE + "/[test-template:searches()]/[test-template-invocation:#1]",
                        "StoreIT.searches repetition 1 of 2")
                .renaming(
                        "VectorStoreIT.searchFindsTheNearestAndKeepsNothing",
                        STORE + "/[test-template:searches()]/[test-template-invocation:#2]",
                        "StoreIT.searches repetition 2 of 2")
                .renaming(
                        "VectorStoreIT.graphAndHashAreFreedWithTheirVectors",
                        STORE + "/[nested-class:WhenFull]/[test-template:evicts(int)]/[test-template-invocation:#1]",
                        "WhenFull.evicts [1] 128");
        project =
                TinyProject.copy("nested-and-parameterized", "names-" + version).with(capture);
        // The last one that Maven is told counts.
        build = project.verify("-Djunit.version=" + version);
    }

    @Test
    void areOfTestsOnThatJUnit() throws IOException {
        assertThat(project.file("target/failsafe-reports/TEST-org.vexfs.trace.example.StoreIT.xml"))
                .content()
                .contains("junit-jupiter-engine-" + version + ".jar");
    }

    @Test
    void ofTheLeakingInvocationAreInTheFailure() {
        assertThat(build.log())
                .contains(
                        "BUILD FAILURE",
                        "1 violation:",
                        "org.vexfs.trace.example.StoreIT.insert(String)[2]",
                        "StoreIT.insert [2] a <graph> & a \"hash\" leaks 384 bytes in 3 objects");
    }

    @Test
    void ofEveryTestCaseInTheReportAreFound() throws Exception {
        assertThat(build.log()).contains("the findings of 5 traced tests into 5 test cases");
        assertThat(project.report("StoreIT").testCases())
                .extracting(
                        TestReport.TestCase::className,
                        TestReport.TestCase::name,
                        testCase -> testCase.properties().get("vexfs.trace.verdict"))
                .containsExactlyInAnyOrder(
                        tuple("org.vexfs.trace.example.StoreIT", "insert(String)[1]", "PASSED"),
                        tuple("org.vexfs.trace.example.StoreIT", "insert(String)[2]", "FAILED"),
                        tuple("org.vexfs.trace.example.StoreIT", "searches()[1]", "PASSED"),
                        tuple("org.vexfs.trace.example.StoreIT", "searches()[2]", "PASSED"),
                        tuple("org.vexfs.trace.example.StoreIT$WhenFull", "evicts(int)[1]", "PASSED"));
    }
}
