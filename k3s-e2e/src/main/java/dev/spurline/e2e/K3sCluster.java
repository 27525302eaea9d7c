// SPDX-License-Identifier: Apache-2.0
package dev.spurline.e2e;

import dev.spurline.cluster.Blueprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** K3s in a container, with the images of the shop in its containerd and a mesh installed into it. */
final class K3sCluster implements E2eCluster {

    private static final Logger LOG = LoggerFactory.getLogger(K3sCluster.class);
    private static final String IMAGE = "rancher/k3s";
    private static final String ARCHIVE = "/tmp/images.tar";
    private static final String DEFINITIONS = "/tmp/gateway-api.yaml";

    private final K3sContainer container;
    private final E2eSettings settings;

    private K3sCluster(K3sContainer container, E2eSettings settings) {
        this.container = container;
        this.settings = settings;
    }

    static K3sCluster start(E2eSettings settings) {
        E2eCheck.requireCluster(settings, E2eCheck::dockerAnswers);
        K3sCluster cluster = new K3sCluster(
                new K3sContainer(DockerImageName.parse(settings.k3sImage()).asCompatibleSubstituteFor(IMAGE)),
                settings);
        try {
            cluster.container.start();
            cluster.prepare();
            return cluster;
        } catch (IOException | RuntimeException e) {
            cluster.close();
            throw new E2eException("K3s of [%s] cannot be had: %s".formatted(settings.k3sImage(), e.getMessage()), e);
        }
    }

    private void prepare() throws IOException {
        try (BuiltImages images = BuiltImages.of(settings)) {
            container.copyFileToContainer(MountableFile.forHostPath(images.archive()), ARCHIVE);
        }
        // Flag and default of k3s's own ctr, as its page of air-gapped installations has it.
        execute("ctr", "--namespace", "k8s.io", "images", "import", ARCHIVE);
        execute("kubectl", "apply", "--server-side", "--filename", definitions());
        MeshInstallation.install(settings, kubeconfig());
        LOG.info("K3s of [{}] with mesh [{}] is ready", settings.k3sImage(), settings.mesh());
    }

    /** An address is loaded from inside of the container; a file is copied into it. */
    private String definitions() {
        String named = settings.gatewayApi();
        if (named.contains("://") || !Files.isRegularFile(Path.of(named))) {
            return named;
        }
        container.copyFileToContainer(MountableFile.forHostPath(named), DEFINITIONS);
        return DEFINITIONS;
    }

    private void execute(String... command) throws IOException {
        try {
            ExecResult result = container.execInContainer(command);
            if (result.getExitCode() != 0) {
                throw new E2eException("[%s] in the container of K3s ended with [%d]: %s"
                        .formatted(String.join(" ", command), result.getExitCode(), result.getStderr()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new E2eException("Interrupted while K3s was being prepared", e);
        }
    }

    @Override
    public String kubeconfig() {
        return container.getKubeConfigYaml();
    }

    @Override
    public AttachedPods attach(Blueprint pods) {
        return () -> {};
    }

    @Override
    public void join(String namespace) {
        MeshInstallation.join(settings, kubeconfig(), namespace);
    }

    @Override
    public void close() {
        container.stop();
    }
}
