// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind;
import dev.spurline.embedded.internal.apiserver.storage.VersionedStore;

/**
 * Refuses pods whose ServiceAccount does not exist. That of the name {@code default} is taken to exist: each namespace
 * gets it by itself, and Kubernetes waits for it here.
 *
 * <p>Source: {@code plugin/pkg/admission/serviceaccount/admission.go} (Validate, getServiceAccount).
 */
public final class ServiceAccountAdmission {

    private static final String DEFAULT = "default";

    private final VersionedStore store;

    /** Looks ServiceAccounts up in a storage. */
    public ServiceAccountAdmission(VersionedStore store) {
        this.store = store;
    }

    /** Refuses a new pod whose ServiceAccount is not there. */
    public void check(ResourceKind kind, String namespace, ObjectNode pod) {
        String account = pod.path("spec").path("serviceAccountName").asText(DEFAULT);
        boolean known = account.isEmpty()
                || account.equals(DEFAULT)
                || store.get("serviceaccounts", namespace + "/" + account).isPresent();
        if (!known) {
            throw kind.forbidden(
                    pod,
                    "error looking up service account %s/%s: serviceaccount \"%s\" not found"
                            .formatted(namespace, account, account));
        }
    }
}
