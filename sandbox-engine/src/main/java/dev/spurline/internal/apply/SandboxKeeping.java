// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.apply;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.spurline.RoutingKey;
import dev.spurline.SandboxException;
import dev.spurline.internal.anchor.EngineAnchors;
import dev.spurline.internal.anchor.KeptAnchor;
import dev.spurline.internal.preflight.AccessRight;
import dev.spurline.internal.text.JsonTrees;
import dev.spurline.internal.work.EngineThreads;
import dev.spurline.internal.work.ErrorMessage;
import dev.spurline.internal.work.RetryPolicy;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands a sandbox over to anchors of its own, as the one of its engine goes with that. They are made with the time of a lease,
 * own the records next, and get the time that was asked for last: whenever the JVM ends before that, all ends with the lease.
 */
final class SandboxKeeping {

    private static final Logger LOG = LoggerFactory.getLogger(SandboxKeeping.class);

    private static final int FORBIDDEN = 403;

    private final ObjectWriter writer;
    private final EngineThreads workers;
    private final EngineAnchors anchors;
    private final RoutingKey key;
    private final Map<String, KeptAnchor> made = new ConcurrentHashMap<>();

    SandboxKeeping(ObjectWriter writer, EngineThreads workers, EngineAnchors anchors, RoutingKey key) {
        this.writer = writer;
        this.workers = workers;
        this.anchors = anchors;
        this.key = key;
    }

    /**
     * Hands over.
     *
     * @param records the records, by namespace
     * @param templates what an anchor of each of these namespaces is made of
     * @param time how long it stays from now
     * @throws RuntimeException if that failed; what was made for it is removed, as far as that goes
     */
    void keep(Map<String, OwnerReference> records, Map<String, PodTemplateSpec> templates, Duration time) {
        try {
            List<Runnable> making = new ArrayList<>();
            templates.forEach((namespace, template) ->
                    making.add(() -> made.put(namespace, anchors.kept(key, namespace, template, time))));
            workers.all(making);
            records.forEach(this::handOver);
            made.values().forEach(anchor -> anchor.prolong(time));
        } catch (RuntimeException e) {
            made.values().forEach(this::remove);
            throw e;
        }
    }

    private void handOver(String namespace, OwnerReference record) {
        ConfigMap object = new ConfigMapBuilder()
                .withNewMetadata()
                .withName(record.getName())
                .withNamespace(namespace)
                .endMetadata()
                .build();
        ArrayNode patch = JsonNodeFactory.instance.arrayNode();
        // Another record of that name is not this sandbox's.
        patch.addObject().put("op", "test").put("path", "/metadata/uid").put("value", record.getUid());
        patch.addObject()
                .put("op", "add")
                .put("path", "/metadata/ownerReferences")
                .set(
                        "value",
                        JsonTrees.tree(List.of(
                                Objects.requireNonNull(made.get(namespace)).owner())));
        try {
            var unused = RetryPolicy.whole(
                    "PATCH ConfigMap " + record.getName(),
                    () -> writer.resource(object).patch(PlanUpdater.JSON_PATCH, patch.toString()));
        } catch (KubernetesClientException e) {
            throw e.getCode() == FORBIDDEN ? withoutRight(object, e) : ObjectWriter.failed("Changing", object, e);
        }
    }

    private static SandboxException withoutRight(ConfigMap record, KubernetesClientException e) {
        return new SandboxException(
                "Changing [ConfigMap %s/%s] failed: %s. If it is for want of the right, add to the rules of your Role (docs/rbac.yaml has all of them):\n%s"
                        .formatted(
                                record.getMetadata().getNamespace(),
                                record.getMetadata().getName(),
                                ErrorMessage.of(e),
                                AccessRight.yaml(List.of(new AccessRight("patch", "", "configmaps")))),
                e);
    }

    /** What cannot be removed ends with its lease, or with the time that it has by now. */
    private void remove(KeptAnchor anchor) {
        try {
            anchor.remove();
        } catch (RuntimeException e) {
            LOG.warn("The anchor of its own of sandbox {} could not be removed", key, e);
        }
    }
}
