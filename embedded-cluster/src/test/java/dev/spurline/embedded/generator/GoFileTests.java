// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class GoFileTests {

    private static final String PLACE = "k8s.io/api/trees/v1";

    @Test
    void readsTheFieldsOfAStructInOrder() {
        GoType tree = tree("""
                        // A tree.
                        type Tree struct {
                        	metav1.TypeMeta `json:",inline"`

                        	// How high it is.
                        	// +optional
                        	Height *int32 `json:"height,omitempty" protobuf:"varint,2,opt,name=height"`

                        	Crown    `json:"" protobuf:"bytes,1,req"`
                        	// Cut string `json:"cut"`
                        	Born metav1.Time `json:"born,omitempty,omitzero"` // in a year
                        }
                        """);

        assertThat(tree.fields())
                .extracting(GoField::goName, GoField::name, GoField::type, GoField::inline)
                .containsExactly(
                        tuple("TypeMeta", "", "metav1.TypeMeta", true),
                        tuple("Height", "height", "*int32", false),
                        tuple("Crown", "", "Crown", true),
                        tuple("Born", "born", "metav1.Time", false));
        assertThat(tree.fields()).extracting(field -> field.number().orElse(0)).containsExactly(0, 2, 1, 0);
        assertThat(tree.fields()).extracting(GoField::omitEmpty).containsExactly(false, true, false, true);
        assertThat(tree.fields()).extracting(GoField::omitZero).containsExactly(false, false, false, true);
    }

    @Test
    void readsTheMarkersOfTheCommentThatStandsDirectlyBefore() {
        GoType tree = tree("""
                        // +structType=atomic
                        type Tree struct {
                        	// +listType=set

                        	// +listType=map
                        	// +listMapKey=side
                        	// +listMapKey=length
                        	Branches []Branch `json:"branches" patchStrategy:"merge,retainKeys" patchMergeKey:"side"`
                        }
                        """);

        GoField branches = tree.field("Branches");
        assertThat(tree.atomic()).isTrue();
        assertThat(branches.marks("listType")).containsExactly("map");
        assertThat(branches.marks("listMapKey")).containsExactly("side", "length");
        assertThat(branches.tags()).containsEntry("patchStrategy", "merge,retainKeys");
    }

    @Test
    void readsTypesThatAreNotStructs() {
        Map<String, GoType> types = parse("""
                        type Side string
                        type Leaves map[Side]int64 // by side
                        type Nothing struct{}
                        """).types();

        assertThat(types.values())
                .extracting(GoType::name, GoType::underlying)
                .containsExactly(
                        tuple("Side", "string"), tuple("Leaves", "map[Side]int64"), tuple("Nothing", "struct"));
    }

    @Test
    void readsConstantsAndImports() {
        GoFile file = parse("""
                import "fmt"
                import (
                	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
                	"k8s.io/apimachinery/pkg/types"
                )

                const GroupName = "trees"

                const (
                	// East is where the sun rises.
                	East Side = "East"
                )
                """);

        assertThat(file.constants()).containsOnly(Map.entry("GroupName", "trees"), Map.entry("East", "East"));
        assertThat(file.imports())
                .containsOnly(
                        Map.entry("fmt", "fmt"),
                        Map.entry("metav1", "k8s.io/apimachinery/pkg/apis/meta/v1"),
                        Map.entry("types", "k8s.io/apimachinery/pkg/types"));
    }

    private static GoType tree(String text) {
        return Objects.requireNonNull(parse(text).types().get("Tree"));
    }

    private static GoFile parse(String text) {
        return GoFile.parse(PLACE, text);
    }
}
