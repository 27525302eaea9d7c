// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TypesTextTests extends GeneratorTestCase {

    @Test
    void writesAKindAndItsParts() {
        assertThat(files("default TreeSpec.sick true # trees/v1 SetDefaults_Tree"))
                .containsEntry("meta.types", """

                        type v1 ObjectMeta
                          name s
                          creationTimestamp t?
                        """)
                .containsEntry("trees.types", """

                        kind trees.io/v1 Tree
                          spec TreeSpec

                        type v1 TreeSpec
                          branches [Branch] map(side) by(side) retain
                          sort s!
                          weight q!
                          height *i!
                          labels {s} atomic
                          moved {t}
                          sick b = true

                        type v1 Branch atomic
                          side s! = "east"
                          grown t
                          birds [s] set
                        """);
    }

    @Test
    void leavesOutThePartsOfAFieldThatIsNotDescribed() {
        assertThat(files("any TreeSpec.branches # too long").get("trees.types"))
                .contains("  branches any by(side) retain\n")
                .doesNotContain("type v1 Branch");
    }

    @Test
    void refusesADefaultThatGoHasToo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> files("default Branch.side \"west\" # trees/v1 SetDefaults_Branch"))
                .withMessage("[Branch.side] has the default [\"east\"] in Go: take it out of the input");
    }

    @Test
    void refusesAFieldWithoutAName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> files("type bushes/v1.BranchOrNone"))
                .withMessage("[BranchOrNone.Branch] has a form of its own in JSON:"
                        + " set a field that leads to it to any in the input");
    }

    @Test
    void refusesTwoTypesWithOneName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> files("type bushes/v1.Branch"))
                .withMessage("[k8s.io/api/trees/v1.Branch] and [k8s.io/api/bushes/v1.Branch] have one name:"
                        + " give the second one a name in the input");
    }

    @Test
    void givesATypeTheNameOfTheInput() {
        assertThat(files("type bushes/v1.Branch\nname bushes/v1.Branch BushBranch # trees have branches, too")
                        .get("trees.types"))
                .endsWith("\ntype v1 BushBranch\n  thin b!\n");
    }

    @Test
    void writesTheVersionOfATypeThatIsOfAnotherPackageThanItsKind() {
        assertThat(files("kind bushes/v2.Bush").get("trees.types"))
                .endsWith("\nkind bushes/v2 Bush\n  thorns [Thorn]!\n\ntype v1 Thorn\n");
    }

    private static Map<String, String> files(String more) {
        Map<String, String> bushes = Map.of("k8s.io/api/bushes/v1", """
                type Branch struct {
                	Thin bool `json:"thin"`
                }

                type BranchOrNone struct {
                	Branch *Branch `protobuf:"bytes,1,opt,name=branch"`
                }

                type Thorn struct {
                }
                """, "k8s.io/api/bushes/v2", """
                import v1 "k8s.io/api/bushes/v1"

                const GroupName = "bushes"

                type Bush struct {
                	Thorns []v1.Thorn `json:"thorns"`
                }
                """);
        return new TypesText(packages(bushes), input(more)).files();
    }
}
