// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.housekeeping;

import dev.spurline.embedded.internal.client.ApiRefusals;
import dev.spurline.embedded.internal.client.ObjectName;
import dev.spurline.embedded.internal.controllers.runtime.ControllerContext;
import dev.spurline.embedded.internal.controllers.runtime.ObjectChange;
import dev.spurline.embedded.internal.controllers.runtime.ObjectStore;
import dev.spurline.embedded.internal.controllers.runtime.OwnerReferences;
import dev.spurline.embedded.internal.controllers.runtime.WorkQueue;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Puts into each namespace what pods expect there: the default ServiceAccount and the API server's CA certificate.
 *
 * <p>Source: {@code pkg/controller/serviceaccount/serviceaccounts_controller.go} and {@code pkg/controller/certificates/rootcacertpublisher/publisher.go}.
 */
public final class NamespaceDefaults {

    private static final String ACCOUNT = "default";
    private static final String AUTHORITY = "kube-root-ca.crt";

    private final ControllerContext context;
    private final ObjectStore<Namespace> namespaces;
    private final WorkQueue<ObjectName> queue;

    /** Begins to work on all namespaces. */
    public NamespaceDefaults(ControllerContext context) {
        this.context = context;
        namespaces = context.store(Namespace.class);
        queue = context.queue("namespace defaults", this::reconcile);
        namespaces.listen(change -> queue.add(ObjectName.of(change.latest())));
        context.store(ServiceAccount.class).listen(change -> lost(change, ACCOUNT));
        context.store(ConfigMap.class).listen(change -> lost(change, AUTHORITY));
    }

    private void lost(ObjectChange<? extends HasMetadata> change, String name) {
        ObjectName object = ObjectName.of(change.latest());
        if (change.gone() && object.name().equals(name)) {
            queue.add(new ObjectName("", object.namespace()));
        }
    }

    private void reconcile(ObjectName name) {
        Optional<Namespace> namespace =
                namespaces.get("", name.name()).filter(found -> !OwnerReferences.deleting(found));
        if (namespace.isPresent()) {
            ensureAccount(name.name());
            ensureAuthority(name.name());
        }
    }

    private void ensureAccount(String namespace) {
        if (context.store(ServiceAccount.class).get(namespace, ACCOUNT).isEmpty()) {
            create(new ServiceAccountBuilder()
                    .withNewMetadata()
                    .withName(ACCOUNT)
                    .withNamespace(namespace)
                    .endMetadata()
                    .build());
        }
    }

    private void ensureAuthority(String namespace) {
        String encoded = context.connection().getCaCertData();
        if (encoded != null
                && context.store(ConfigMap.class).get(namespace, AUTHORITY).isEmpty()) {
            create(new ConfigMapBuilder()
                    .withNewMetadata()
                    .withName(AUTHORITY)
                    .withNamespace(namespace)
                    .addToAnnotations(
                            "kubernetes.io/description",
                            "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.")
                    .endMetadata()
                    .addToData("ca.crt", new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8))
                    .build());
        }
    }

    private void create(HasMetadata object) {
        try {
            context.writer().create(object);
        } catch (KubernetesClientException refused) {
            if (!ApiRefusals.alreadyExists(refused) && !ApiRefusals.namespaceTerminating(refused)) {
                throw refused;
            }
        }
    }
}
