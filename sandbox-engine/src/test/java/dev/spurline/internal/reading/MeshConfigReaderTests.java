// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.engine.HopsCluster;
import dev.spurline.engine.TwoHops;
import dev.spurline.internal.survey.IstioDefaults;
import dev.spurline.internal.survey.PermissionQuery;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.work.EngineThreads;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Istio takes for granted stands in a ConfigMap of each revision. */
class MeshConfigReaderTests {

    private static final String SYSTEM = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: mesh}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: istio, namespace: istio-system}
            data:
              mesh: |
                defaultVirtualServiceExportTo: ["."]
                defaultDestinationRuleExportTo: [".", shop]
                rootNamespace: istio-config
                discoverySelectors: [{matchLabels: {mesh: "on"}}]
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: istio-1-31, namespace: mesh}
            data: {mesh: ""}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: istio-broken, namespace: istio-system}
            data: {mesh: "a: [b"}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: istiod, namespace: istio-system}
            spec:
              replicas: 0
              selector: {matchLabels: {app: istiod}}
              template:
                metadata: {labels: {app: istiod}}
                spec:
                  containers:
                  - name: discovery
                    image: test/back:1
                    env: [{name: AMBIENT_ENABLE_BAGGAGE, value: "true"}]
            """;

    @TempDir
    static Path directory;

    private static HopsCluster hops;
    private static EngineThreads workers;

    private final Queue<String> asked = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void start() throws Exception {
        hops = HopsCluster.start(directory, new TwoHops(), List.of(SYSTEM));
        workers = new EngineThreads("reading");
    }

    @AfterAll
    static void stop() {
        workers.close();
        hops.close();
    }

    private MeshConfigReader reader(boolean granted) {
        return new MeshConfigReader(hops.client(), workers, new PermissionQuery() {
            @Override
            public boolean granted(String verb, String group, String resource, String namespace) {
                throw new AssertionError("asked for objects of any name");
            }

            @Override
            public boolean granted(String verb, String group, String resource, String namespace, String name) {
                asked.add("%s %s %s/%s".formatted(verb, resource, namespace, name));
                return granted;
            }
        });
    }

    private static Pod pod(String revision, String address) {
        return Serialization.unmarshal("""
                apiVersion: v1
                kind: Pod
                metadata: {name: web, annotations: {sidecar.istio.io/status: '{"revision": "%s"}'}}
                spec: {containers: [{name: app}, {name: istio-proxy, env: [{name: CA_ADDR, value: '%s'}]}]}
                """.formatted(revision, address), Pod.class);
    }

    private static List<IstioDefaults> read(MeshConfigReader reader, Pod... pods) {
        return reader.of(ServiceMesh.ISTIO, List.of(pods));
    }

    @Test
    void isThatOfTheRevision() {
        List<IstioDefaults> read = read(reader(true), pod("default", ""), pod("1-31", "istiod-1-31.mesh.svc:15012"));

        assertThat(read).extracting(IstioDefaults::configMap).containsExactly("istio-system/istio", "mesh/istio-1-31");
        assertThat(read.get(0))
                .satisfies(defaults -> assertThat(defaults.unread()).isEmpty())
                .satisfies(defaults -> assertThat(defaults.virtualServicesTo()).containsExactly("."))
                .satisfies(defaults -> assertThat(defaults.destinationRulesTo()).containsExactly(".", "shop"))
                .satisfies(defaults -> assertThat(defaults.rootNamespace()).isEqualTo("istio-config"))
                .satisfies(defaults -> assertThat(defaults.discoverySelectors()).hasSize(1));
        assertThat(read.get(1)).isEqualTo(IstioDefaults.usual("mesh/istio-1-31"));
        assertThat(asked)
                .containsExactlyInAnyOrder("get configmaps istio-system/istio", "get configmaps mesh/istio-1-31");
    }

    @Test
    void isReadOnceAnEngine() {
        MeshConfigReader reader = reader(true);

        assertThat(read(reader, pod("default", ""))).isEqualTo(read(reader, pod("default", "")));
        assertThat(asked).hasSize(1);
    }

    @Test
    void isUnknownWithoutPermission() {
        assertThat(read(reader(false), pod("default", "")))
                .containsExactly(IstioDefaults.unread("istio-system/istio", "no permission to get it"));
    }

    @Test
    void isUnknownWhereARevisionHasNone() {
        assertThat(read(reader(true), pod("prod", "")))
                .containsExactly(IstioDefaults.unread("istio-system/istio-prod", "there is no such ConfigMap"));
    }

    @Test
    void isUnknownWhereItCannotBeUnderstood() {
        assertThat(read(reader(true), pod("broken", "")).get(0).unread())
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("its item mesh is not readable: "));
    }

    @Test
    void isUnknownWhereIstiodIsNotInTheCluster() {
        assertThat(read(reader(true), pod("default", "istiod.example.com:15012")))
                .containsExactly(IstioDefaults.unread(
                        "istio-system/istio", "istiod [istiod.example.com:15012] is not in this cluster"));
        assertThat(asked).isEmpty();
    }

    @Test
    void istiodTellsInAmbientModeWhetherWaypointsUseBaggage() {
        IstioDefaults defaults =
                reader(true).of(ServiceMesh.ISTIO_AMBIENT, List.of()).get(0);

        assertThat(defaults.baggage()).isTrue();
        assertThat(defaults.rootNamespace()).isEqualTo("istio-config");
        assertThat(asked)
                .containsExactlyInAnyOrder("get configmaps istio-system/istio", "get deployments istio-system/istiod");
    }

    @Test
    void baggageIsTakenForUnusedWhereNobodyMayLook() {
        assertThat(reader(false).of(ServiceMesh.ISTIO_AMBIENT, List.of()))
                .containsExactly(IstioDefaults.unread("istio-system/istio", "no permission to get it"));
    }

    @Test
    void nothingIsReadWhereNoPodHasASidecar() {
        assertThat(reader(true).of(ServiceMesh.LINKERD, List.of())).isEmpty();
        assertThat(asked).isEmpty();
    }
}
