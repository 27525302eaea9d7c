// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.generator;

import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PrintersTests extends GeneratorTestCase {

    private static final String PRINTERS = """
            import (
            	treesv1 "k8s.io/api/trees/v1"
            	"k8s.io/kubernetes/pkg/apis/bushes"
            	"k8s.io/kubernetes/pkg/apis/trees"
            )

            func AddHandlers(h printers.PrintHandler) {
            	treeColumns := []metav1.TableColumnDefinition{
            		{Name: "Name", Type: "string", Format: "name", Description: metav1.ObjectMeta{}.SwaggerDoc()["name"]},
            		{Name: "Side", Type: "string", Description: treesv1.Branch{}.SwaggerDoc()["side"]},
            		{Name: "Sort", Type: "string", Priority: 1, Description: treesv1.Tree{}.Spec.SwaggerDoc()["sort"]},
            		{Name: "Branch", Type: "string", Description: treesv1.Branch{}.SwaggerDoc()[""]},
            		{Name: "Sick", Type: "string", Description: "Whether it is \\"sick\\"."},
            	}
            	_ = h.TableHandler(treeColumns, printTree)
            	bushColumns := []metav1.TableColumnDefinition{
            		{Name: "Odd", Description: odd},
            	}
            	_ = h.TableHandler(bushColumns, printBush)
            }

            func printTree(tree *trees.Tree, options printers.GenerateOptions) {
            }

            func printBush(obj *bushes.Tree, options printers.GenerateOptions) {
            }
            """;
    private static final String DESCRIPTIONS = """
            var map_Branch = map[string]string{
            	"":     "Branch is a part.",
            	"side": "Where the \\"branch\\" is.",
            }

            var map_TreeSpec = map[string]string{
            	"sort": "What it is.",
            }
            """;

    @Test
    void describesTheColumnsThatAreNotThoseOfEveryObject() {
        assertThatJson(printers().columns("trees.Tree").orElseThrow()).isEqualTo("""
                        {"Side": "Where the \\"branch\\" is.", "Sort": "What it is.",
                         "Branch": "Branch is a part.", "Sick": "Whether it is \\"sick\\"."}
                        """);
    }

    @Test
    void hasNothingForAKindWithoutATable() {
        assertThat(printers().columns("flowers.Tree")).isEmpty();
    }

    @Test
    void refusesAColumnThatItCannotRead() {
        Printers printers = printers();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> printers.columns("bushes.Tree"))
                .withMessage("not a column: [{Name: \"Odd\", Description: odd},]");
    }

    private static Printers printers() {
        return new Printers(PRINTERS, packages(), place -> place.equals("k8s.io/api/trees/v1") ? DESCRIPTIONS : "");
    }
}
