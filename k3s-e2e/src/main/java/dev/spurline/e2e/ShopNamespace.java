// SPDX-License-Identifier: Apache-2.0
package dev.spurline.e2e;

import dev.spurline.cluster.Blueprint;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shop in a namespace of its own, with the account that its tests act as; closing it removes the namespace. */
public final class ShopNamespace implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ShopNamespace.class);
    private static final int MINUTES = 5;

    private final KubernetesClient client;
    private final E2eCluster.AttachedPods node;
    private final String name;

    private ShopNamespace(KubernetesClient client, E2eCluster.AttachedPods node, String name) {
        this.client = client;
        this.node = node;
        this.name = name;
    }

    /**
     * Makes it, and returns when all pods are ready.
     *
     * @param images what an attached node runs
     * @throws E2eException if they do not become ready
     */
    public static ShopNamespace create(E2eCluster cluster, E2eSettings settings, Blueprint images) {
        ShopNamespace shop = new ShopNamespace(
                new KubernetesClientBuilder()
                        .withConfig(Config.fromKubeconfig(cluster.kubeconfig()))
                        .build(),
                cluster.attach(images),
                "shop-e2e-" + UUID.randomUUID().toString().substring(0, 8));
        try {
            shop.fill(cluster, settings);
            return shop;
        } catch (RuntimeException e) {
            shop.close();
            throw e;
        }
    }

    private void fill(E2eCluster cluster, E2eSettings settings) {
        List<HasMetadata> shop = read("/k8s/shop.yaml");
        List<HasMetadata> rights = read("/rbac.yaml");
        shop.forEach(object -> adapt(object, settings));
        rights.forEach(object -> adapt(object, settings));
        create(shop.stream().filter(Namespace.class::isInstance).toList());
        cluster.join(name);
        create(rights);
        create(shop.stream().filter(object -> !(object instanceof Namespace)).toList());
        shop.stream().filter(Deployment.class::isInstance).forEach(this::awaitReady);
        LOG.info("The shop is ready in namespace [{}]", name);
    }

    private List<HasMetadata> read(String resource) {
        try (InputStream in = Objects.requireNonNull(ShopNamespace.class.getResourceAsStream(resource), resource)) {
            return client.load(in).items();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void adapt(HasMetadata object, E2eSettings settings) {
        if (object instanceof Namespace namespace) {
            namespace.getMetadata().setName(name);
            namespace.getMetadata().setLabels(new HashMap<>(settings.routing().labels()));
            namespace
                    .getMetadata()
                    .setAnnotations(new HashMap<>(settings.routing().annotations()));
        } else {
            object.getMetadata().setNamespace(name);
        }
        if (object instanceof RoleBinding binding) {
            binding.getSubjects().forEach(subject -> subject.setNamespace(name));
        }
        if (object instanceof Deployment deployment) {
            deployment
                    .getSpec()
                    .getTemplate()
                    .getSpec()
                    .getContainers()
                    .forEach(container -> container.setImage(settings.image(container.getImage())));
        }
    }

    private void create(List<HasMetadata> objects) {
        objects.forEach(object -> client.resource(object).create());
    }

    private void awaitReady(HasMetadata deployment) {
        try {
            client.resource(deployment).waitUntilReady(MINUTES, TimeUnit.MINUTES);
        } catch (RuntimeException e) {
            throw new E2eException(
                    "Deployment [%s] of namespace [%s] is not ready after %d minutes: look at its pods with kubectl describe"
                            .formatted(deployment.getMetadata().getName(), name, MINUTES),
                    e);
        }
    }

    /** Returns its name. */
    public String name() {
        return name;
    }

    /** Returns an administrator's client. */
    public KubernetesClient client() {
        return client;
    }

    /** Returns a kubeconfig of the ServiceAccount of docs/rbac.yaml, whose token is valid for a day. */
    public String accountKubeconfig() {
        return AccountKubeconfig.of(client, name, "spurline");
    }

    /** Returns what sandboxes have left there, a line each. */
    public List<String> leftovers() {
        Map<String, List<? extends HasMetadata>> found = Map.of(
                "Job", client.batch().v1().jobs().inNamespace(name).list().getItems(),
                "ConfigMap",
                        client.configMaps()
                                .inNamespace(name)
                                .withLabel("spurline.dev/sandbox")
                                .list()
                                .getItems(),
                "Deployment",
                        client.apps()
                                .deployments()
                                .inNamespace(name)
                                .withLabel("spurline.dev/sandbox")
                                .list()
                                .getItems(),
                "Service",
                        client.services()
                                .inNamespace(name)
                                .withLabel("spurline.dev/sandbox")
                                .list()
                                .getItems());
        return found.entrySet().stream()
                .flatMap(kind -> kind.getValue().stream()
                        .map(object ->
                                kind.getKey() + " " + object.getMetadata().getName()))
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        try {
            client.namespaces().withName(name).delete();
        } finally {
            node.close();
            client.close();
        }
    }
}
