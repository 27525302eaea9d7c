// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The configurations of docs/envoy.md that Envoy reads from files or is given by a control plane do what the static one does. Runs
 * where an Envoy is: {@code -Dspurline.envoy=PATH}, or one on the PATH.
 */
class EnvoySourcesTests {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Map<String, String> KEYED =
            Map.of("baggage", "spurline=k7f3q5tbma,spurline-fork.pricing.shop.8080=pricing-k7f3q5tbma");
    private static final String FROM_FILE = "{path_config_source: {path: /etc/envoy/rds.yaml}}";
    private static final String FROM_CONTROL_PLANE =
            "{resource_api_version: V3, api_config_source: {api_type: REST, transport_api_version: V3, cluster_names: [control-plane], refresh_delay: 1s}}";

    @TempDir
    private Path directory;

    private Path binary = Path.of("");
    private ServiceNetwork network;

    @BeforeEach
    void start() throws Exception {
        binary = EnvoyBinary.find();
        network = new ServiceNetwork("shop", Set.of(), 8080);
        network.answering("shop", "pricing", 8080, "baseline");
        network.answering("shop", "pricing-k7f3q5tbma", 8080, "fork");
    }

    @AfterEach
    void stop() {
        if (network != null) {
            network.close();
        }
    }

    @Test
    void filesLeadRequestsToForks() throws Exception {
        for (String file : Set.of("lds.yaml", "rds.yaml", "cds.yaml")) {
            write(file, block(file));
        }
        try (EnvoyProcess envoy = EnvoyProcess.start(binary, directory, here(block("files")))) {
            assertThat(envoy.get("pricing:8080", KEYED)).isEqualTo("200 fork");
            assertThat(envoy.get("pricing:8080", Map.of())).isEqualTo("200 baseline");

            write("rds.yaml", block("rds.yaml").replace("spurline-fork\\", "other\\"));

            await().atMost(LONG)
                    .untilAsserted(
                            () -> assertThat(envoy.get("pricing:8080", KEYED)).isEqualTo("200 baseline"));
        }
    }

    @Test
    void aControlPlaneLeadsRequestsToForks() throws Exception {
        Map<String, String> served = Map.of(
                "listeners", block("lds.yaml").replace(FROM_FILE, FROM_CONTROL_PLANE),
                "routes", block("rds.yaml"),
                "clusters", block("cds.yaml"));
        assertThat(served.get("listeners")).contains(FROM_CONTROL_PLANE);
        try (EnvoyControlPlane plane = new EnvoyControlPlane(served);
                EnvoyProcess envoy = EnvoyProcess.start(binary, directory, asking(plane.port()))) {
            assertThat(envoy.get("pricing:8080", KEYED)).isEqualTo("200 fork");
            assertThat(envoy.get("pricing:8080", Map.of())).isEqualTo("200 baseline");
        }
    }

    @Test
    void theFormForGrpcIsAConfiguration() throws Exception {
        Path file = write("grpc.yaml", block("grpc"));
        Process check = new ProcessBuilder(binary.toString(), "--mode", "validate", "--config-path", file.toString())
                .redirectErrorStream(true)
                .start();

        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(check.waitFor()).as(said).isZero();
    }

    private String asking(int port) {
        String configuration = block("rest")
                .replace(
                        "{address: control-plane.infra.svc.cluster.local, port_value: 18000}",
                        "{address: 127.0.0.1, port_value: %d}".formatted(port));
        assertThat(configuration).contains("127.0.0.1, port_value: " + port);
        return configuration;
    }

    private String block(String name) {
        return EnvoyPage.onThisMachine(EnvoyPage.block(name), "pricing", network.dnsPort());
    }

    /** Envoy looks at a file when another one takes its place. */
    private Path write(String name, String configuration) throws IOException {
        Path fresh = Files.writeString(directory.resolve(name + ".new"), here(configuration));
        return Files.move(fresh, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private String here(String configuration) {
        return configuration.replace("/etc/envoy", directory.toString());
    }
}
