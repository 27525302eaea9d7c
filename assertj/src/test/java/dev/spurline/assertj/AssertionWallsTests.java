// SPDX-License-Identifier: Apache-2.0
package dev.spurline.assertj;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The walls of this module. */
@AnalyzeClasses(packages = "dev.spurline.assertj", importOptions = ImportOption.DoNotIncludeTests.class)
class AssertionWallsTests {

    /** No test framework, and of the engine nothing but its API. */
    @ArchTest
    static final ArchRule knowsTheEnginesApiAndAssertJ = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.spurline", "dev.spurline.assertj", "org.assertj.core..", "org.jspecify..", "java..");

    @ArchTest
    static final ArchRule isOnePackage = classes().should().resideInAPackage("dev.spurline.assertj");
}
