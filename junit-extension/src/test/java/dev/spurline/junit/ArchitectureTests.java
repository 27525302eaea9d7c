/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.junit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

/** The walls of this module. */
@AnalyzeClasses(packages = "dev.spurline.junit", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

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

    @ArchTest
    static final ArchRule oneClassKnowsRestAssured = noClasses()
            .that()
            .haveNameNotMatching(".*\\.RestAssuredClients(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.restassured..", "org.apache.http..");

    @ArchTest
    static final ArchRule oneClassKnowsJUnitsStores = noClasses()
            .that()
            .haveNameNotMatching(".*\\.Stores(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.junit.jupiter.api.extension.ExtensionContext$Store");

    @ArchTest
    static final ArchRule oneClassWritesToStandardError = noClasses()
            .that()
            .doNotHaveSimpleName("Announcer")
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
            .resideInAnyPackage("dev.spurline", "dev.spurline.junit..", "org.junit..", "org.jspecify..", "java..");

    @ArchTest
    static final ArchRule packagesAreNullMarked =
            classes().that().haveSimpleName("package-info").should().beAnnotatedWith(NullMarked.class);
}
