// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.generator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MessagesTextTests extends GeneratorTestCase {

    @Test
    void writesAKindAndItsPartsInTheOrderOfTheirNames() {
        assertThat(text("")).isEqualTo("""
                        Branch 1:side:string 2:grown:time 3:birds:string*
                        Common 1:sort:string 2:weight:quantity
                        ObjectMeta 1:name:string 8:creationTimestamp:time
                        Tree 1:metadata:ObjectMeta 2:spec:TreeSpec
                        TreeSpec 2:branches:Branch* 3::^Common 4:height:int! 5:labels:map 7:sick:bool
                        """);
    }

    @Test
    void writesMessagesBesideTheKinds() {
        assertThat(text("json trees/v1.Tree # no need\nmessage trees/v1.Common"))
                .isEqualTo("Common 1:sort:string 2:weight:quantity\n");
    }

    private static String text(String more) {
        return new MessagesText(packages(), input(more)).text();
    }
}
