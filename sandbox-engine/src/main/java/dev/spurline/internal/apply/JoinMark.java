// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.apply;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.spurline.SandboxException;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.work.ErrorMessage;
import dev.spurline.internal.work.RetryPolicy;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;

/**
 * Writes into the record of a sandbox that a further engine sends requests to it. Without that, whoever has opened it would
 * take these requests for its own where proxies do not tell whose they are.
 */
public final class JoinMark {

    private static final PatchContext JSON_PATCH = PatchContext.of(PatchType.JSON);

    private final KubernetesClient client;

    /** Writes through a client. */
    public JoinMark(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Returns whether other engines have marked the record of a sandbox. Asks the cluster.
     *
     * @param namespace the sandbox's own
     * @param key its key
     * @param engine the id of the engine that has opened it
     */
    public boolean isOfOthers(String namespace, String key, String engine) {
        return RetryPolicy.whole(
                        "LIST configmaps",
                        () -> client.configMaps()
                                .inNamespace(namespace)
                                .withLabel(SpurlineLabels.SANDBOX, key)
                                .list()
                                .getItems())
                .stream()
                .flatMap(record -> new RunRecord(record).engines().stream())
                .anyMatch(other -> !other.equals(engine));
    }

    /**
     * Writes the mark.
     *
     * @param record of the sandbox
     * @param engine the id of the engine that joins
     * @throws SandboxException if it cannot be written: the sandbox has ended, or the right to patch ConfigMaps is missing
     */
    public void write(ConfigMap record, String engine) {
        ArrayNode patch = JsonNodeFactory.instance.arrayNode();
        patch.addObject()
                .put("op", "add")
                .put("path", "/data/" + RunRecord.entry(engine))
                .put("value", "joined");
        try {
            var unused = RetryPolicy.whole(
                    "PATCH ConfigMap " + record.getMetadata().getName(),
                    () -> client.resource(record).patch(JSON_PATCH, patch.toString()));
        } catch (KubernetesClientException e) {
            throw new SandboxException(
                    "Sandbox [%s] cannot be joined: ConfigMap [%s/%s], which is to tell that a further engine sends requests, cannot be patched: %s%s"
                            .formatted(
                                    SpurlineLabels.on(record, SpurlineLabels.SANDBOX),
                                    record.getMetadata().getNamespace(),
                                    record.getMetadata().getName(),
                                    ErrorMessage.of(e),
                                    e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
                                            ? ". Ask for the right to [patch] [configmaps] in namespace [%s]"
                                                    .formatted(
                                                            record.getMetadata().getNamespace())
                                            : ""),
                    e);
        }
    }
}
