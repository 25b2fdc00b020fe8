package org.vexfs.trace.junit;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(
        packages = {"org.vexfs.trace.junit", "org.vexfs.trace.assertions"},
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchRule theExtensionKnowsNoAssertions = noClasses()
            .that()
            .resideInAPackage("org.vexfs.trace.junit")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.vexfs.trace.assertions")
            .because("assertions look at a trace, and a trace knows nothing of who looks at it");

    @ArchTest
    static final ArchRule onlyTheSessionTalksToBpftrace = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.vexfs.trace.bpftrace..")
            .because("a test sees windows, never the process");

    @ArchTest
    static final ArchRule nothingIsPrintedIntoATestsOutput = noClasses()
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .because("a test's output belongs to the test");

    /** On JUnit 6 this finds what 5.14 did not deprecate yet, but for what is in both while its successor is not. */
    @ArchTest
    static final ArchRule nothingIsUsedThatJUnitLetsGoOf = noClasses()
            .should()
            .callCodeUnitWhere(target(annotatedWith(Deprecated.class))
                    .and(target(not(name("getOrComputeIfAbsent"))))
                    .as("its target is deprecated"))
            .orShould()
            .dependOnClassesThat()
            .areAnnotatedWith(Deprecated.class)
            .because("the same classes run on JUnit 5.14 and on 6");

    @ArchTest
    static final ArchRule everyPublicTypeSaysHowSettledItIs = classes()
            .that()
            .arePublic()
            .and()
            .areTopLevelClasses()
            .should()
            .beAnnotatedWith(API.class)
            .because("a user asks what the next version keeps");

    @ArchTest
    static final ArchRule everyPackageIsNullMarked = classes()
            .should(be(describe(
                    "in a package that is @NullMarked",
                    type -> type.getPackage().isAnnotatedWith(NullMarked.class))))
            .because("what may be null is marked");
}
