// SPDX-License-Identifier: Apache-2.0
package dev.spurline.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a run was told by system properties. They are described in docs/e2e.md. */
public final class E2eSettings {

    static final String KUBECONFIG = "spurline.e2e.kubeconfig";
    static final String CONTEXT = "spurline.e2e.context";
    private static final String MESH = "spurline.e2e.mesh";
    private static final String NODE = "spurline.e2e.node";
    private static final String IMAGES = "spurline.e2e.images";
    private static final String BASE_IMAGE = "spurline.e2e.base-image";
    private static final String GATEWAY_API = "spurline.e2e.gateway-api";
    private static final String ROUTING_IMAGE = "spurline.e2e.routing-image";
    private static final String ATTACHED = "attached";

    /** The whole of them, with the defaults. */
    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry(KUBECONFIG, ""),
            Map.entry(CONTEXT, ""),
            Map.entry(MESH, "none"),
            Map.entry(NODE, "cluster"),
            Map.entry(IMAGES, "shop"),
            Map.entry(BASE_IMAGE, "eclipse-temurin:17-jre"),
            Map.entry(
                    GATEWAY_API,
                    "https://github.com/kubernetes-sigs/gateway-api/releases/download/%s/standard-install.yaml"
                            .formatted(PinnedVersions.newest("gateway-api"))),
            Map.entry(ROUTING_IMAGE, ""),
            Map.entry("spurline.k3s.image", "rancher/k3s:" + PinnedVersions.newest("kubernetes")),
            Map.entry("spurline.istio.hub", "docker.io/istio"),
            Map.entry("spurline.istio.version", PinnedVersions.newest("istio")),
            Map.entry("spurline.istio.cli", "istioctl"),
            Map.entry("spurline.linkerd.registry", "cr.l5d.io/linkerd"),
            Map.entry("spurline.linkerd.version", PinnedVersions.newest("linkerd")),
            Map.entry("spurline.linkerd.cli", "linkerd"));

    private static final List<String> PREFIXES =
            List.of("spurline.e2e.", "spurline.k3s.", "spurline.istio.", "spurline.linkerd.");

    private final Map<String, String> values;

    private E2eSettings(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Reads them.
     *
     * @throws E2eException if one is unknown, contradicts another or names what is not there
     */
    public static E2eSettings of(Properties properties) {
        Map<String, String> values = new TreeMap<>(DEFAULTS);
        properties.stringPropertyNames().stream()
                .filter(name -> PREFIXES.stream().anyMatch(name::startsWith))
                .forEach(name ->
                        values.put(known(name), properties.getProperty(name).strip()));
        E2eSettings settings = new E2eSettings(values);
        settings.check();
        return settings;
    }

    private static String known(String name) {
        if (!DEFAULTS.containsKey(name)) {
            throw new E2eException("There is no property [%s]: there are %s"
                    .formatted(name, DEFAULTS.keySet().stream().sorted().toList()));
        }
        return name;
    }

    private void check() {
        mesh();
        oneOf(NODE, List.of("cluster", ATTACHED));
        if (kubeconfig().isPresent() && value(CONTEXT).isEmpty()) {
            throw new E2eException("[%s] needs [%s], as a context is never used just because it is current"
                    .formatted(KUBECONFIG, CONTEXT));
        }
        if (kubeconfig().filter(file -> !Files.isRegularFile(file)).isPresent()) {
            throw new E2eException(
                    "There is no file [%s], as [%s] says: give its full path".formatted(value(KUBECONFIG), KUBECONFIG));
        }
        if (attached() && kubeconfig().isEmpty()) {
            throw new E2eException(
                    "[%s=%s] needs [%s]: K3s has nodes of its own".formatted(NODE, ATTACHED, KUBECONFIG));
        }
        if (attached() && mesh() != E2eMesh.NONE) {
            throw new E2eException("[%s=%s] needs [%s=none]: pods of the attached node are not in a mesh of the cluster"
                    .formatted(NODE, ATTACHED, MESH));
        }
    }

    private String oneOf(String name, List<String> words) {
        String value = value(name).toLowerCase(Locale.ROOT);
        if (!words.contains(value)) {
            throw new E2eException("[%s=%s] is not one of %s".formatted(name, value(name), words));
        }
        return value;
    }

    private String value(String name) {
        return values.getOrDefault(name, "");
    }

    /** Returns the kubeconfig of a cluster that is there. */
    public Optional<Path> kubeconfig() {
        return Optional.of(value(KUBECONFIG)).filter(file -> !file.isEmpty()).map(Path::of);
    }

    /** Returns the context of the kubeconfig; empty without one. */
    public String context() {
        return value(CONTEXT);
    }

    /** Returns the mesh: of K3s, it is installed, and else it is there. */
    public E2eMesh mesh() {
        List<String> words = Arrays.stream(E2eMesh.values())
                .map(mesh -> mesh.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toList());
        return E2eMesh.valueOf(oneOf(MESH, words).toUpperCase(Locale.ROOT));
    }

    /** Returns the mesh whose rules are followed; that of an attached node follows Istio's. */
    public E2eMesh routing() {
        return attached() ? E2eMesh.ISTIO : mesh();
    }

    /** Returns whether pods are run by an embedded node, for the cluster has no kubelet. */
    public boolean attached() {
        return oneOf(NODE, List.of("cluster", ATTACHED)).equals(ATTACHED);
    }

    /** Returns an image of the shop, such as {@code shop/pricing:1}, as the cluster pulls it. */
    public String image(String image) {
        return image.replaceFirst("^shop/", value(IMAGES) + "/");
    }

    /** Returns the image that those of the shop are made of, with a JRE 17 on its path. */
    public String baseImage() {
        return value(BASE_IMAGE);
    }

    /** Returns the manifest of the Gateway API's kinds, an address or a file. */
    public String gatewayApi() {
        return value(GATEWAY_API);
    }

    /** Returns the image of the workloads of routing cases. */
    public String routingImage() {
        return value(ROUTING_IMAGE).isEmpty() ? image(BuiltImages.ROUTING) : value(ROUTING_IMAGE);
    }

    /** Returns the image of K3s. */
    public String k3sImage() {
        return value("spurline.k3s.image");
    }

    String istioHub() {
        return value("spurline.istio.hub");
    }

    String istioVersion() {
        return value("spurline.istio.version");
    }

    String istioCli() {
        return value("spurline.istio.cli");
    }

    String linkerdRegistry() {
        return value("spurline.linkerd.registry");
    }

    String linkerdVersion() {
        return value("spurline.linkerd.version");
    }

    String linkerdCli() {
        return value("spurline.linkerd.cli");
    }
}
