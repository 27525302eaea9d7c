// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class InputTests extends GeneratorTestCase {

    @Test
    void readsADefaultAndItsReason() {
        assertThat(input("default TreeSpec.sort \"oak tree\" # trees/v1 SetDefaults_Tree")
                        .exceptions())
                .containsEntry("TreeSpec.sort", new Input.Special(false, "\"oak tree\"", "trees/v1 SetDefaults_Tree"));
    }

    @Test
    void knowsTheModulesOfTheTypes() {
        assertThat(Input.qualified("apps/v1.Deployment")).isEqualTo("k8s.io/api/apps/v1.Deployment");
        assertThat(Input.qualified("meta/v1.Condition")).isEqualTo("k8s.io/apimachinery/pkg/apis/meta/v1.Condition");
        assertThat(Input.qualified("apiextensions/v1.JSON"))
                .isEqualTo("k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.JSON");
    }

    @Test
    void tellsWhatKubernetesHasNothingFor() {
        Input input = input("""
                default TreeSpec.sick true # trees/v1 SetDefaults_Tree
                any TreeSpec.gone # was long
                name trees/v1.Gone Lost # once
                """);

        new TypesText(packages(), input).files();

        assertThat(input.unused()).containsExactly("TreeSpec.gone", "k8s.io/api/trees/v1.Gone");
    }

    @Test
    void refusesAnExceptionWithoutAReason() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> input("any TreeSpec.branches"))
                .withMessage("no reason in [any TreeSpec.branches]");
    }

    @Test
    void refusesAnExceptionThatIsThereTwice() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> input("any TreeSpec.sick # a\ndefault TreeSpec.sick true # b"))
                .withMessage("twice: [TreeSpec.sick]");
    }

    @Test
    void refusesAWordThatItDoesNotKnow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> input("kinds trees/v1.Tree"))
                .withMessage("not a word of the input: [kinds trees/v1.Tree]");
    }

    @Test
    void refusesAKindBeforeAFile() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Input.parse("kind trees/v1.Tree"))
                .withMessage("no file before [kind trees/v1.Tree]");
    }
}
