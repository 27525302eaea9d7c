// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.reading;

import dev.spurline.cluster.internal.failure.FailureText;
import dev.spurline.internal.survey.IstioDefaults;
import dev.spurline.internal.survey.IstioRevision;
import dev.spurline.internal.survey.MeshSigns;
import dev.spurline.internal.survey.PermissionQuery;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.work.EngineThreads;
import dev.spurline.internal.work.RetryPolicy;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads Istio's MeshConfig, once an engine for each revision that has given pods their proxies: it changes with an installation,
 * and not from test to test.
 */
final class MeshConfigReader {

    private static final String FAILED = "reading it failed with ";
    private static final String BAGGAGE = "AMBIENT_ENABLE_BAGGAGE";
    private static final IstioRevision DEFAULT = new IstioRevision(IstioRevision.DEFAULT, "");

    private final KubernetesClient client;
    private final EngineThreads workers;
    private final PermissionQuery permit;
    private final Map<IstioRevision, CompletableFuture<IstioDefaults>> known = new HashMap<>();
    private @Nullable CompletableFuture<Boolean> baggage;

    MeshConfigReader(KubernetesClient client, EngineThreads workers, PermissionQuery permit) {
        this.client = client;
        this.workers = workers;
        this.permit = permit;
    }

    /** Starts to read that of an installation without revisions, which most are. */
    void begin() {
        var unused = ask(DEFAULT);
    }

    /** Returns what is said by the control planes of these pods' proxies; waits. In ambient mode pods do not say whose they are. */
    List<IstioDefaults> of(ServiceMesh mesh, Collection<Pod> pods) {
        Stream<IstioRevision> told = pods.stream()
                .filter(MeshSigns::istioSidecar)
                .map(IstioRevision::of)
                .map(revision -> new IstioRevision(revision.name(), place(revision)));
        if (mesh == ServiceMesh.ISTIO_AMBIENT) {
            return List.of(EngineThreads.join(ask(DEFAULT)).withBaggage(EngineThreads.join(baggage())));
        }
        // All at once.
        return told.distinct().map(this::ask).toList().stream()
                .map(EngineThreads::join)
                .distinct()
                .toList();
    }

    private synchronized CompletableFuture<Boolean> baggage() {
        CompletableFuture<Boolean> asked = baggage;
        if (asked == null || asked.isCompletedExceptionally()) {
            asked = workers.start(this::usesBaggage);
            baggage = asked;
        }
        return asked;
    }

    private boolean usesBaggage() {
        String namespace = DEFAULT.namespace();
        String name = DEFAULT.deployment();
        if (!permit.granted("get", "apps", "deployments", namespace, name)) {
            return false;
        }
        Deployment istiod = RetryPolicy.whole(
                "GET deployments",
                () -> client.apps()
                        .deployments()
                        .inNamespace(namespace)
                        .withName(name)
                        .get());
        return istiod != null
                && istiod.getSpec().getTemplate().getSpec().getContainers().stream()
                        .flatMap(container -> container.getEnv().stream())
                        .anyMatch(variable -> variable.getName().equals(BAGGAGE) && "true".equals(variable.getValue()));
    }

    /** Two spellings of one istiod are asked once. */
    private static String place(IstioRevision revision) {
        return revision.external() || !revision.namespace().equals(IstioDefaults.SYSTEM_NAMESPACE)
                ? revision.address()
                : "";
    }

    private synchronized CompletableFuture<IstioDefaults> ask(IstioRevision revision) {
        CompletableFuture<IstioDefaults> there = known.get(revision);
        if (there == null || failed(there)) {
            there = workers.start(() -> read(revision));
            known.put(revision, there);
        }
        return there;
    }

    /** What the server could not answer is asked again for the next sandbox; a missing right stays missing. */
    private static boolean failed(CompletableFuture<IstioDefaults> asked) {
        return asked.isDone()
                && (asked.isCompletedExceptionally()
                        || asked.join()
                                .unread()
                                .filter(reason -> reason.startsWith(FAILED))
                                .isPresent());
    }

    private IstioDefaults read(IstioRevision revision) {
        String title = revision.namespace() + "/" + revision.configMap();
        if (revision.external()) {
            return IstioDefaults.unread(title, "istiod [%s] is not in this cluster".formatted(revision.address()));
        }
        if (!permit.granted("get", "", "configmaps", revision.namespace(), revision.configMap())) {
            return IstioDefaults.unread(title, "no permission to get it");
        }
        try {
            ConfigMap found = RetryPolicy.whole(
                    "GET configmaps",
                    () -> client.configMaps()
                            .inNamespace(revision.namespace())
                            .withName(revision.configMap())
                            .get());
            return found == null ? missing(revision, title) : of(found, title);
        } catch (KubernetesClientException e) {
            return IstioDefaults.unread(title, FAILED + e.getCode());
        }
    }

    /** istiod goes by its defaults where there is none; a revision that has none is called otherwise than we think. */
    private static IstioDefaults missing(IstioRevision revision, String title) {
        return revision.equals(DEFAULT)
                ? IstioDefaults.usual(title)
                : IstioDefaults.unread(title, "there is no such ConfigMap");
    }

    private static IstioDefaults of(ConfigMap found, String title) {
        try {
            return IstioDefaults.of(
                    title,
                    Objects.requireNonNullElse(found.getData(), Map.<String, String>of())
                            .getOrDefault("mesh", ""));
        } catch (IllegalArgumentException e) {
            return IstioDefaults.unread(title, "its item mesh is not readable: " + FailureText.of(e));
        }
    }
}
