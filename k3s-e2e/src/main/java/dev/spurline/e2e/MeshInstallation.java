// SPDX-License-Identifier: Apache-2.0
package dev.spurline.e2e;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Installs a mesh by its own program, which has to be on this machine. */
final class MeshInstallation {

    private static final String ISTIO_CLI = "spurline.istio.cli";
    private static final String LINKERD_CLI = "spurline.linkerd.cli";

    private MeshInstallation() {}

    /** Installs the mesh of the settings; returns when it is ready. */
    static void install(E2eSettings settings, String kubeconfig) {
        with(kubeconfig, file -> {
            switch (settings.mesh()) {
                case NONE -> {}
                case ISTIO -> istio(settings, file, "profile=minimal");
                // https://istio.io/latest/docs/ambient/install/platform-prerequisites/: K3s has directories of its own.
                case AMBIENT -> istio(settings, file, "profile=ambient", "values.global.platform=k3s");
                case LINKERD -> linkerd(settings, file, kubeconfig);
            }
        });
    }

    /** Gives a namespace a waypoint, if the mesh needs one. */
    static void join(E2eSettings settings, String kubeconfig, String namespace) {
        if (settings.mesh() == E2eMesh.AMBIENT) {
            with(
                    kubeconfig,
                    file -> HostCommand.run(
                            ISTIO_CLI,
                            List.of(
                                    settings.istioCli(),
                                    "--kubeconfig",
                                    file.toString(),
                                    "waypoint",
                                    "apply",
                                    "--namespace",
                                    namespace,
                                    "--enroll-namespace",
                                    "--wait")));
        }
    }

    private static void istio(E2eSettings settings, Path kubeconfig, String... values) {
        List<String> command = new ArrayList<>(
                List.of(settings.istioCli(), "--kubeconfig", kubeconfig.toString(), "install", "--skip-confirmation"));
        Stream.concat(Stream.of(values), Stream.of("hub=" + settings.istioHub(), "tag=" + settings.istioVersion()))
                .forEach(value -> command.addAll(List.of("--set", value)));
        HostCommand.run(ISTIO_CLI, command);
    }

    /** As https://linkerd.io/2-edge/getting-started/ has it: the program writes manifests, and checks what came of them. */
    private static void linkerd(E2eSettings settings, Path file, String kubeconfig) {
        apply(kubeconfig, linkerd(settings, file, "install", "--crds"));
        apply(
                kubeconfig,
                linkerd(
                        settings,
                        file,
                        "install",
                        "--registry",
                        settings.linkerdRegistry(),
                        "--linkerd-version",
                        settings.linkerdVersion()));
        linkerd(settings, file, "check", "--wait", "5m");
    }

    private static String linkerd(E2eSettings settings, Path kubeconfig, String... arguments) {
        List<String> command = new ArrayList<>(List.of(settings.linkerdCli(), "--kubeconfig", kubeconfig.toString()));
        command.addAll(List.of(arguments));
        return HostCommand.run(LINKERD_CLI, command);
    }

    private static void apply(String kubeconfig, String manifests) {
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig))
                .build()) {
            client.load(new ByteArrayInputStream(manifests.getBytes(StandardCharsets.UTF_8)))
                    .serverSideApply();
        }
    }

    /** What a program is told of the cluster, in a file. */
    private interface WithKubeconfig {

        void run(Path file);
    }

    private static void with(String kubeconfig, WithKubeconfig action) {
        try {
            Path file = Files.createTempFile("spurline-e2e", ".yaml");
            try {
                Files.writeString(file, kubeconfig);
                action.run(file);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
