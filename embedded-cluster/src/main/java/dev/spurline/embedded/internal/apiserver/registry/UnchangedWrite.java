// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.patch.SameJson;

/**
 * Whether a write changes anything; if not, nothing is written and no version is used up.
 *
 * <p>Source: {@code k8s.io/apiserver/pkg/storage/etcd3/store.go} (GuaranteedUpdate).
 */
final class UnchangedWrite {

    private UnchangedWrite() {}

    static boolean same(ObjectNode left, ObjectNode right) {
        return SameJson.same(left, right);
    }
}
