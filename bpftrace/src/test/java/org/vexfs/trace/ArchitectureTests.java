package org.vexfs.trace;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.FileOutputStream;
import java.io.FileWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.baseline.BaselineStore;
import org.vexfs.trace.manager.TraceManager;
import org.vexfs.trace.output.OutputFile;

/** The borders between the packages. */
class ArchitectureTests {

    /** Lowest first: a package uses only itself and those before it. */
    private static final List<String> PACKAGES = List.of(
            "output",
            "event",
            "config",
            "analysis",
            "baseline",
            "script",
            "bpftrace",
            "session",
            "report",
            "result",
            "manager");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.vexfs.trace");

    @Test
    void aPackageUsesOnlyThoseBeforeIt() {
        for (int i = 0; i < PACKAGES.size() - 1; i++) {
            List<String> above = new ArrayList<>();
            PACKAGES.subList(i + 1, PACKAGES.size()).forEach(name -> above.add("org.vexfs.trace." + name + ".."));

            noClasses()
                    .that()
                    .resideInAPackage("org.vexfs.trace." + PACKAGES.get(i) + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(above.toArray(String[]::new))
                    .because("a trace flows one way")
                    .check(CLASSES);
        }
    }

    @Test
    void everyClassLivesInOneOfThePackages() {
        classes()
                .should()
                .resideInAnyPackage(Stream.concat(
                                PACKAGES.stream(),
                                Stream.of("report.html", "report.grafana", "report.prometheus", "report.syslog"))
                        .map(name -> "org.vexfs.trace." + name)
                        .toArray(String[]::new))
                .check(CLASSES);
        assertThat(CLASSES).hasSizeGreaterThan(50);
    }

    @Test
    void thePageIsMadeOfTheReportsNotTheOtherWayRound() {
        noClasses()
                .that()
                .resideInAPackage("org.vexfs.trace.report")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.vexfs.trace.report.html")
                .because("only the page needs what draws charts")
                .check(CLASSES);
    }

    @Test
    void everyPackageIsNullMarked() {
        classes()
                .should(be(describe(
                        "in a package that is @NullMarked",
                        type -> type.getPackage().isAnnotatedWith(NullMarked.class))))
                .because("what may be null is marked")
                .check(CLASSES);
    }

    @Test
    void onlyTheBpftracePackageStartsProcesses() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.vexfs.trace.bpftrace")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ProcessBuilder.class)
                .orShould()
                .callMethod(Runtime.class, "exec", String.class)
                .orShould()
                .callMethod(Runtime.class, "exec", String[].class)
                .orShould()
                .callMethod(Runtime.class, "exec", String.class, String[].class)
                .orShould()
                .callMethod(Runtime.class, "exec", String[].class, String[].class)
                .check(CLASSES);
        classes()
                .that()
                .haveSimpleName("BpftraceProcess")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ProcessBuilder.class)
                .because("otherwise the rule above would look for the wrong class")
                .check(CLASSES);
    }

    @Test
    void filesAreWrittenInOnePlaceThatKnowsWhatOthersCanPutInTheirWay() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(OutputFile.class.getName())
                // A lock that every user may hold, one of the kernel's own files, and one that is gone at once.
                .and()
                .doNotHaveFullyQualifiedName("org.vexfs.trace.session.MachineLock")
                .and()
                .doNotHaveFullyQualifiedName("org.vexfs.trace.bpftrace.LateFrees")
                .and()
                .doNotHaveFullyQualifiedName("org.vexfs.trace.bpftrace.OutputPipe")
                .should()
                .callMethodWhere(target(owner(equivalentTo(Files.class)))
                        .and(target(nameMatching("newOutputStream|newBufferedWriter|write.*|create.*|copy"))))
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(FileOutputStream.class, FileWriter.class)
                .check(CLASSES);
    }

    @Test
    void analysisIsPure() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "org.vexfs.trace.analysis..", "org.vexfs.trace.baseline..", "org.vexfs.trace.event..")
                .and(not(belongToAnyOf(BaselineStore.class)))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.io..", "java.nio.file..", "java.nio.channels..", "java.net..", "java.util.concurrent..")
                .orShould()
                .dependOnClassesThat(resideInAPackage("java.time..")
                        .and(not(equivalentTo(LocalDate.class)))
                        .and(not(equivalentTo(Duration.class))))
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Process.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Runtime.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(System.class)
                .because("a live trace and a captured one are judged alike")
                .check(CLASSES);
    }

    /** Whose business it is: names of files, time stamps in texts, how old a result is, and on what day a suppression expires. */
    @Test
    void noDurationIsTakenFromAClockThatMayBeSet() {
        noClasses()
                .that(not(simpleName("CleanCommand")
                        .or(simpleName("LiveSession"))
                        .or(simpleName("MachineLock"))
                        .or(simpleName("ResultName"))
                        .or(simpleName("SyslogSender"))
                        .or(simpleName("TraceAnnotations"))
                        .or(simpleName("TraceRun"))
                        .or(simpleName("TraceWindow"))))
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethodWhere(target(name("now")).and(target(owner(resideInAPackage("java.time")))))
                .because("the clock may be set while a trace runs")
                .check(CLASSES);
    }

    @Test
    void nobodyPrints() {
        noClasses()
                .should(ACCESS_STANDARD_STREAMS)
                .because("a test's output is the test's")
                .check(CLASSES);
    }

    @Test
    void onlyTheTraceManagerEndsTheJvm() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(TraceManager.class.getName())
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .check(CLASSES);
    }
}
