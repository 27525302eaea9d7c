// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.generator;

import java.util.List;
import java.util.Map;

/** A small API in Go: a kind with parts, in two packages. */
class GeneratorTestCase {

    private static final String META = """
            type TypeMeta struct {
            	Kind string `json:"kind,omitempty" protobuf:"bytes,1,opt,name=kind"`
            }

            type ObjectMeta struct {
            	Name string `json:"name,omitempty" protobuf:"bytes,1,opt,name=name"`
            	CreationTimestamp Time `json:"creationTimestamp,omitempty,omitzero" protobuf:"bytes,8,opt,name=creationTimestamp"`
            }

            type Time struct {
            	time.Time `protobuf:"-"`
            }
            """;

    private static final String TREES = """
            import (
            	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
            	"k8s.io/apimachinery/pkg/api/resource"
            )

            const GroupName = "trees.io"

            const (
            	East Side = "east"
            )

            type Side string

            type Tree struct {
            	metav1.TypeMeta `json:",inline"`
            	metav1.ObjectMeta `json:"metadata,omitempty" protobuf:"bytes,1,opt,name=metadata"`
            	Spec TreeSpec `json:"spec,omitempty" protobuf:"bytes,2,opt,name=spec"`
            }

            type TreeSpec struct {
            	// +listType=map
            	// +listMapKey=side
            	Branches []Branch `json:"branches,omitempty" patchStrategy:"merge,retainKeys" patchMergeKey:"side" protobuf:"bytes,2,rep,name=branches"`
            	Common `json:",inline" protobuf:"bytes,3,opt,name=common"`
            	Height *int32 `json:"height" protobuf:"varint,4,opt,name=height"`
            	// +mapType=atomic
            	Labels map[string]string `json:"labels,omitempty" protobuf:"bytes,5,rep,name=labels"`
            	Moved map[string]metav1.Time `json:"moved,omitempty" protobuf:"bytes,6,rep,name=moved"`
            	Sick bool `json:"sick,omitempty" protobuf:"varint,7,opt,name=sick"`
            }

            type Common struct {
            	Sort string `json:"sort" protobuf:"bytes,1,opt,name=sort"`
            	Weight resource.Quantity `json:"weight,omitempty" protobuf:"bytes,2,opt,name=weight"`
            }

            // +structType=atomic
            type Branch struct {
            	// +default=ref(East)
            	Side Side `json:"side" protobuf:"bytes,1,opt,name=side"`
            	Grown metav1.Time `json:"grown,omitempty" protobuf:"bytes,2,opt,name=grown"`
            	// +listType=set
            	Birds []string `json:"birds,omitempty" protobuf:"bytes,3,rep,name=birds"`
            }
            """;

    static final String INPUT = """
            kubernetes 1.2.3
            file meta.types
            type meta/v1.ObjectMeta
            file trees.types
            kind trees/v1.Tree
            """;

    static GoPackages packages() {
        return packages(Map.of());
    }

    static GoPackages packages(Map<String, String> more) {
        Map<String, String> texts = Map.of(
                "k8s.io/apimachinery/pkg/apis/meta/v1", META,
                "k8s.io/api/trees/v1", TREES);
        return new GoPackages(place -> List.of(texts.getOrDefault(place, more.getOrDefault(place, ""))));
    }

    static Input input(String more) {
        return Input.parse(INPUT + more);
    }
}
