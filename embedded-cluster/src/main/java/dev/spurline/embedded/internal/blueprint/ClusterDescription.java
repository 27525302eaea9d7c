// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.blueprint;

import dev.spurline.cluster.AuditEvent;
import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.ClusterException;
import dev.spurline.cluster.ClusterSpec;
import dev.spurline.cluster.internal.failure.FailureText;
import dev.spurline.embedded.internal.mesh.config.MeshSettings;
import dev.spurline.embedded.internal.node.machine.ImageCatalogue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What a blueprint has said. */
public final class ClusterDescription implements ClusterSpec {

    private static final Duration MAX_PUSH_DELAY = Duration.ofSeconds(10);

    private final List<String> manifests = new ArrayList<>();
    private final ImageCatalogue images = new ImageCatalogue();
    private final Set<String> ingress = new LinkedHashSet<>();
    private String namespace = "default";
    private final List<Consumer<AuditEvent>> audit = new ArrayList<>();
    private Optional<String> serviceAccount = Optional.empty();
    private Mesh mesh = Mesh.ISTIO;
    private IstioRelease istio = IstioRelease.V1_30;
    private boolean injectByDefault;
    private Duration pushDelay = buildsPushDelay();

    private ClusterDescription() {}

    /**
     * Asks a blueprint.
     *
     * @throws ClusterException if the blueprint throws
     */
    public static ClusterDescription of(Blueprint blueprint) {
        ClusterDescription description = new ClusterDescription();
        try {
            blueprint.describe(description);
        } catch (RuntimeException e) {
            throw new ClusterException(
                    "Blueprint [%s] failed: %s".formatted(blueprint.getClass().getName(), FailureText.of(e)), e);
        }
        return description;
    }

    @Override
    public ClusterSpec manifests(String... more) {
        manifests.addAll(List.of(more));
        return this;
    }

    @Override
    public ClusterSpec namespace(String name) {
        namespace = name;
        return this;
    }

    @Override
    public ImageCatalogue images() {
        return images;
    }

    @Override
    public ClusterSpec mesh(Mesh chosen) {
        mesh = chosen;
        return this;
    }

    @Override
    public ClusterSpec istio(IstioRelease release) {
        istio = release;
        return this;
    }

    @Override
    public ClusterSpec pushDelay(Duration delay) {
        if (delay.isNegative() || delay.compareTo(MAX_PUSH_DELAY) > 0) {
            throw new ClusterException(
                    "Push delay [%s] is not from 0 to %d s".formatted(delay, MAX_PUSH_DELAY.toSeconds()));
        }
        pushDelay = delay;
        return this;
    }

    /** The build runs any test with a delay, for blueprints that say nothing: {@code -Dspurline.build.push-delay=2s}. */
    private static Duration buildsPushDelay() {
        return Duration.parse("PT" + System.getProperty("spurline.build.push-delay", "0s"));
    }

    @Override
    public ClusterSpec injectByDefault() {
        injectByDefault = true;
        return this;
    }

    @Override
    public ClusterSpec ingress(String... services) {
        ingress.addAll(List.of(services));
        return this;
    }

    @Override
    public ClusterSpec serviceAccount(String account) {
        serviceAccount = Optional.of(account);
        return this;
    }

    @Override
    public ClusterSpec audit(Consumer<AuditEvent> listener) {
        audit.add(listener);
        return this;
    }

    /** Returns the ServiceAccount as which engines act; empty for the administrator. */
    public Optional<ServiceName> serviceAccount() {
        return serviceAccount.map(this::service);
    }

    /** Returns who wants to know of each request. */
    public List<Consumer<AuditEvent>> audit() {
        return List.copyOf(audit);
    }

    /** Returns the manifests as given. */
    public List<String> manifests() {
        return List.copyOf(manifests);
    }

    /** Returns the namespace of manifests that name none. */
    public String namespace() {
        return namespace;
    }

    /** Returns whose rules the mesh follows. */
    Mesh mesh() {
        return mesh;
    }

    /** Returns how the mesh behaves; none but istiod collects changes before it tells of them. */
    public MeshSettings meshSettings() {
        return MeshSettings.of(mesh, istio, injectByDefault)
                .withPushDelay(mesh == Mesh.ISTIO ? pushDelay : Duration.ZERO);
    }

    /** Returns the Services that are open at the ingress gateway. */
    public List<ServiceName> ingress() {
        return ingress.stream().map(this::service).toList();
    }

    /** Reads {@code name} or {@code namespace/name}. */
    public ServiceName service(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? new ServiceName(namespace, text)
                : new ServiceName(text.substring(0, slash), text.substring(slash + 1));
    }

    /** A Service and its namespace. */
    public record ServiceName(String namespace, String name) {

        @Override
        public String toString() {
            return namespace + "/" + name;
        }
    }
}
