// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.stream.Stream;

/** Holds the walls of the embedded cluster. */
@AnalyzeClasses(packages = "dev.spurline.embedded", importOptions = ImportOption.DoNotIncludeTests.class)
class ClusterWallsTests {

    @ArchTest
    static final ArchRule knowsNeitherTestsNorTheEngine = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.junit..", "dev.spurline", "dev.spurline.internal..", "dev.spurline.junit..");

    @ArchTest
    static final ArchRule onlyTheRootPackageIsPublic =
            classes().should().resideInAnyPackage("dev.spurline.embedded", "dev.spurline.embedded.internal..");

    @ArchTest
    static final ArchRule publicSignaturesShowNoInternalType = methods()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage("dev.spurline.embedded")
            .and()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .arePublic()
            .should(showNoInternalType());

    /**
     * Controllers, node and mesh are clients of the API server, as on a real cluster: they reach it by requests only, so
     * that each of them works on a real one, too.
     */
    @ArchTest
    static final ArchRule partsAreClientsOfTheApiServer = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("cluster")
            .definedBy("dev.spurline.embedded")
            .layer("blueprint")
            .definedBy("dev.spurline.embedded.internal.blueprint..")
            .layer("mesh")
            .definedBy("dev.spurline.embedded.internal.mesh..")
            .layer("node")
            .definedBy("dev.spurline.embedded.internal.node..")
            .layer("controllers")
            .definedBy("dev.spurline.embedded.internal.controllers..")
            .layer("API server")
            .definedBy("dev.spurline.embedded.internal.apiserver..")
            .whereLayer("blueprint")
            .mayOnlyBeAccessedByLayers("cluster")
            .whereLayer("mesh")
            .mayOnlyBeAccessedByLayers("cluster", "blueprint")
            .whereLayer("node")
            .mayOnlyBeAccessedByLayers("cluster", "blueprint", "mesh")
            .whereLayer("controllers")
            .mayOnlyBeAccessedByLayers("cluster")
            .whereLayer("API server")
            .mayOnlyBeAccessedByLayers("cluster");

    @ArchTest
    static final ArchRule packagesDoNotDependOnEachOtherInCircles =
            slices().matching("dev.spurline.embedded.(**)").should().beFreeOfCycles();

    private static ArchCondition<JavaMethod> showNoInternalType() {
        return new ArchCondition<>("show no internal type") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                Stream.concat(Stream.of(method.getReturnType()), method.getParameterTypes().stream())
                        .flatMap(type -> type.getAllInvolvedRawTypes().stream())
                        .filter(type -> type.getPackageName().contains(".internal"))
                        .forEach(type -> events.add(SimpleConditionEvent.violated(
                                method, method.getFullName() + " shows " + type.getName())));
            }
        };
    }
}
