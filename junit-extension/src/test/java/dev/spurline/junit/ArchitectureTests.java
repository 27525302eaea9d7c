// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/** The walls of this module. */
@AnalyzeClasses(packages = "dev.spurline.junit", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    /** A package for the clients of each library. */
    private static final String ADAPTERS = "dev.spurline.junit.internal.*..";

    @ArchTest
    static final ArchRule knowsNoKubernetes = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.fabric8..", "io.kubernetes..", "io.vertx..", "com.fasterxml..");

    @ArchTest
    static final ArchRule knowsTheEngineByItsApiOnly =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("dev.spurline.internal..");

    @ArchTest
    static final ArchRule knowsNoEmbeddedCluster =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("dev.spurline.embedded..");

    /** Libraries of clients are optional: only the adapters of each know it. */
    @ArchTest
    static final ArchRule onlyAdaptersKnowOtherLibraries = classes()
            .that()
            .resideInAnyPackage("dev.spurline.junit", "dev.spurline.junit.client", "dev.spurline.junit.internal")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.spurline",
                    "dev.spurline.cluster",
                    "dev.spurline.cluster.internal.failure",
                    "dev.spurline.framework",
                    "dev.spurline.report",
                    "dev.spurline.settings",
                    "dev.spurline.junit",
                    "dev.spurline.junit.client",
                    "dev.spurline.junit.internal",
                    "org.junit..",
                    "org.opentest4j",
                    "org.slf4j..",
                    "org.jspecify..",
                    "java..");

    @ArchTest
    static final ArchRule adaptersNeedNothingButTheirInterface = noClasses()
            .that()
            .resideInAPackage(ADAPTERS)
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.spurline..", "org.junit..", "org.slf4j..")
                    .and(not(resideInAnyPackage(ADAPTERS, "dev.spurline.junit.client"))));

    @ArchTest
    static final ArchRule adaptersDoNotKnowEachOther =
            slices().matching("dev.spurline.junit.internal.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule oneClassKnowsJUnitsStores = noClasses()
            .that()
            .haveNameNotMatching(".*\\.ContextStores(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.junit.jupiter.api.extension.ExtensionContext$Store");

    @ArchTest
    static final ArchRule oneClassWritesToStandardError = noClasses()
            .that()
            .doNotHaveSimpleName("ProgressReporter")
            .should()
            .accessField(System.class, "err")
            .orShould()
            .accessField(System.class, "out");

    @ArchTest
    static final ArchRule hasNoStaticState =
            fields().that().areStatic().should().beFinal().allowEmptyShould(true);

    @ArchTest
    static final ArchRule apiDoesNotLeakOtherLibraries = classes()
            .that()
            .resideInAPackage("dev.spurline.junit")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.spurline",
                    "dev.spurline.cluster",
                    "dev.spurline.junit..",
                    "org.junit..",
                    "org.jspecify..",
                    "java..");

    @ArchTest
    static final ArchRule clientInterfaceStandsAlone = classes()
            .that()
            .resideInAPackage("dev.spurline.junit.client")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.spurline.junit.client", "org.jspecify..", "java..");

    @ArchTest
    static final ArchRule onlyTheRootPackageAndTheClientInterfaceAreApi = classes()
            .should()
            .resideInAnyPackage("dev.spurline.junit", "dev.spurline.junit.client", "dev.spurline.junit.internal..");

    /** The only class of a package may say so itself. */
    @ArchTest
    static final ArchRule everythingIsNullMarked = classes().should(beNullMarked());

    private static ArchCondition<JavaClass> beNullMarked() {
        return new ArchCondition<>("be @NullMarked, or in a package that is") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                JavaClass outermost = type;
                while (outermost.getEnclosingClass().isPresent()) {
                    outermost = outermost.getEnclosingClass().get();
                }
                if (!type.getPackage().isAnnotatedWith(NullMarked.class)
                        && !outermost.isAnnotatedWith(NullMarked.class)) {
                    events.add(SimpleConditionEvent.violated(type, type.getName() + " is not @NullMarked"));
                }
            }
        };
    }
}
