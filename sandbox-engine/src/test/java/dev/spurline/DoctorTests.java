// SPDX-License-Identifier: Apache-2.0
package dev.spurline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.embedded.AdmissionHook;
import dev.spurline.embedded.AdmissionRequest;
import dev.spurline.embedded.AdmissionVerdict;
import dev.spurline.engine.HopsCluster;
import dev.spurline.engine.LeastPower;
import dev.spurline.engine.TwoHops;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole report of namespaces of which each has something else wrong. */
class DoctorTests extends DoctorTestCase {

    private static final String LIMITED = """
            apiVersion: v1
            kind: ResourceQuota
            metadata: {name: compute, namespace: small}
            spec: {hard: {pods: "9", requests.cpu: "1", requests.memory: 96Mi, count/services: "1"}}
            ---
            apiVersion: v1
            kind: LimitRange
            metadata: {name: sizes, namespace: small}
            spec:
              limits:
              - type: Container
                max: {memory: 64Mi}
                defaultRequest: {cpu: 100m}
            """;

    @TempDir
    static Path directory;

    private static HopsCluster cluster;

    @BeforeAll
    static void start() throws IOException {
        List<String> manifests = List.of(
                TwoHops.namespace("narrow"),
                TwoHops.workload("narrow", "back"),
                LeastPower.roles("hops", "narrow")
                        .replace("- {apiGroups: [\"\"], resources: [pods/status], verbs: [patch]}\n", "")
                        .replace("resources: [httproutes], verbs: [create, ", "resources: [httproutes], verbs: ["),
                TwoHops.namespace("small"),
                LIMITED,
                TwoHops.workload("small", "back")
                        .replace("env: [", "resources: {requests: {memory: 64Mi}}\n        env: ["),
                TwoHops.namespace("shop"),
                TwoHops.workload("shop", "back").replaceAll("(?<!/)\\bback\\b", "pricing"),
                TwoHops.namespace("strict"),
                TwoHops.workload("strict", "back"),
                TwoHops.namespace("kept"),
                keptByOthers(TwoHops.workload("kept", "back")),
                "{apiVersion: v1, kind: Service, metadata: {name: database, namespace: kept}, spec: {ports: [{port: 5432}]}}");
        cluster = HopsCluster.start(directory, new TwoHops(), manifests);
        Files.writeString(directory.resolve("administrator"), cluster.administrator());
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static String keptByOthers(String workload) {
        return workload.replace(
                        "metadata: {name: back, namespace: kept}\nspec:\n  selector: {app",
                        "metadata: {name: back, namespace: kept, annotations: {argocd.argoproj.io/tracking-id: 'shop:/Service:kept/back'}}\nspec:\n  selector: {app")
                .replace(
                        "metadata: {name: back, namespace: kept}\nspec:\n  selector: {matchLabels",
                        "metadata: {name: back, namespace: kept, labels: {kustomize.toolkit.fluxcd.io/name: shop, kustomize.toolkit.fluxcd.io/namespace: flux-system}}\nspec:\n  selector: {matchLabels");
    }

    @Test
    void allIsWell() {
        List<String> before = objects();

        assertThat(report("kubeconfig", "--namespace", "hops", "--service", "back"))
                .isEqualTo("""
                Cluster
                %s
                Namespace
                - Namespace [hops]
                - All permissions that these sandboxes need are granted
                - Sandboxes that live there: [0] of at most [50] by the default
                Mesh
                - Istio, sidecars of version [1.31.0], of revision [default], told by istiod in namespace [istio-system]
                %sRights that are welcome
                - HTTPRoute in other namespaces cannot be read (no permission to list it): the plan does not regard one that concerns these Services
                Quotas and limits
                - Not known: there is no permission to read them. What grants it:
                  - {apiGroups: [""], resources: ["limitranges", "resourcequotas"], verbs: ["list"]}
                Nothing is wrong: a sandbox could be opened
                ends with 0""".formatted(title(), fork("hops")));
        assertThat(objects()).isEqualTo(before);
    }

    @Test
    void rightsAreMissing() {
        assertThat(report("kubeconfig", "--namespace", "narrow", "--service=back"))
                .contains("""
                Wrong
                - Permissions are missing in namespace [narrow]: [patch pods/status, create httproutes.gateway.networking.k8s.io]. Nothing was written. Add to the rules of your Role (docs/rbac.yaml has all of them):
                  - {apiGroups: [""], resources: ["pods/status"], verbs: ["patch"]}
                  - {apiGroups: ["gateway.networking.k8s.io"], resources: ["httproutes"], verbs: ["create"]}
                ends with 1""");
    }

    @Test
    void allRightsAreMissing() {
        assertThat(report("kubeconfig", "--namespace", "kube-system")).isEqualTo("""
                Cluster
                %s
                Namespace
                - Namespace [kube-system]
                Wrong
                - Namespace [kube-system] is protected by [kube-*] of the default: no sandbox is opened there
                - There is no permission for anything that a sandbox needs in namespace [kube-system]: is it the right namespace? If so, ask for the Roles of docs/rbac.yaml there
                ends with 1""".formatted(title()));
    }

    @Test
    void quotaAndLimitRangeLeaveNoRoom() {
        assertThat(report("administrator", "--namespace", "small"))
                .endsWith("""
                Quotas and limits
                - ResourceQuota [compute]: count/services 1 of 1, pods 1 of 9, requests.cpu 100m of 1, requests.memory 64Mi of 96Mi
                - LimitRange [sizes] for each Container: max {memory=64Mi}, min {}, default limit {memory=64Mi}, default request {cpu=100m, memory=64Mi}
                Wrong
                - The pod of a fork of deployment/back would not be made: it wants [64Mi] of [requests.memory], and ResourceQuota [small/compute] leaves [32Mi] ([64Mi] of [96Mi] are used). Free some, raise the quota, or let the fork want less with patch
                - Creating [Service small/back-<key>] would be refused: POST %sapi/v1/namespaces/small/services?dryRun=All answered [403]: services "back-<key>" is forbidden: exceeded quota: compute, requested: count/services=1, used: count/services=1, limited: count/services=1
                ends with 1""".formatted(cluster.client().getMasterUrl()));
    }

    @Test
    void allThatAdmissionRefusesIsToldAtOnce() {
        try (AdmissionHook hook = cluster.admission(DoctorTests::policy)) {
            assertThat(hook).isNotNull();
            String wrong = report("administrator", "--namespace", "strict").split("Wrong\n", 2)[1];

            assertThat(wrong)
                    .isEqualTo(
                            """
                    - Creating [Job strict/spurline-engine-<engine>] would be refused: POST %1$sapis/batch/v1/namespaces/strict/jobs?dryRun=All answered [403]: %2$s
                    - Creating [Deployment strict/back-<key>] would be refused: POST %1$sapis/apps/v1/namespaces/strict/deployments?dryRun=All answered [403]: %2$s
                    - Creating [HTTPRoute strict/back-<key>] would be refused: POST %1$sapis/gateway.networking.k8s.io/v1/namespaces/strict/httproutes?dryRun=All answered [403]: %2$s
                    ends with 1""".formatted(
                                            cluster.client().getMasterUrl(),
                                            "admission webhook \"test.spurline.dev\" denied the request: label [team] is missing. What a policy asks for is put on everything that is made with spurline.labels=name=value"));
        }
    }

    private static AdmissionVerdict policy(AdmissionRequest request) {
        boolean refused = request.namespace().equals("strict")
                && request.dryRun()
                && Set.of("deployments.apps", "jobs.batch", "httproutes.gateway.networking.k8s.io")
                        .contains(request.resource());
        return refused ? AdmissionVerdict.refuse(403, "label [team] is missing") : AdmissionVerdict.allow();
    }

    @Test
    void otherToolsKeepTheObjects() {
        assertThat(report("administrator", "--namespace", "kept"))
                .contains("""
                        Not forked
                        - Service [kept/database] selects no workload that can be forked
                        """, """
                        Kept by others
                        - Application [shop] of Argo CD keeps [Service back]: what sandboxes make has none of its marks, so that it neither changes nor removes it. Where it tells of objects that it does not know, let it ignore names that begin as spurline.name-prefix says
                        - Kustomization [flux-system/shop] of Flux keeps [Deployment back]: what sandboxes make has none of its marks, so that it neither changes nor removes it. Where it tells of objects that it does not know, let it ignore names that begin as spurline.name-prefix says
                        """)
                .endsWith("""
                        Quotas and limits
                        - No ResourceQuota and no LimitRange
                        Nothing is wrong: a sandbox could be opened
                        ends with 0""");
    }

    @Test
    void theNamespaceIsAnother() {
        assertThat(report("administrator", "--namespace", "hopps")).isEqualTo("""
                Cluster
                %s
                Namespace
                - Namespace [hopps]
                Wrong
                - Namespace [hopps] does not exist in this cluster: did you mean [hops]?
                ends with 1""".formatted(title()));
    }

    @Test
    void theServiceIsAnother() {
        assertThat(report("kubeconfig", "--namespace", "hops", "--service", "bakc"))
                .endsWith("""
                Wrong
                - Service [bakc] does not exist in namespace [hops]: did you mean [back]?
                ends with 1""");
    }

    @Test
    void aServiceWithoutAWorkload() {
        assertThat(report("administrator", "--namespace", "kept", "--service", "database"))
                .endsWith("""
                Wrong
                - Service [kept/database] selects no workload that can be forked: give it the selector of a Deployment, StatefulSet or Rollout
                ends with 1""");
    }

    @Test
    void anImageThatIsSetForAMisspeltWorkload() {
        Settings misspelt = given("spurline.image.bakc", "test/back:2");

        assertThat(report(misspelt, "kubeconfig", "--namespace", "hops", "--service", "back"))
                .endsWith("""
                Wrong
                - Setting [spurline.image.bakc] (the test) names a workload that does not exist: did you mean [spurline.image.back]?
                ends with 1""");
    }

    @Test
    void imageAndEntryThatAreSet() {
        Settings given = name -> Stream.of("spurline.image.back=test/back:7", "spurline.entry.back=https://back.test")
                .filter(line -> line.startsWith(name + "="))
                .findFirst()
                .map(line -> new Settings.Value(line.substring(name.length() + 1), "the test"));

        assertThat(report(given, "kubeconfig", "--namespace", "hops", "--service", "back"))
                .contains(
                        "\n- Image [test/back:7] by the test\n",
                        "\n- Requests to Service [hops/back] go in by [https://back.test] (the test)\n");
    }

    /** No entry leads to a fork that no route leads to. */
    @Test
    void anEntryWhereNothingIsRouted() {
        Settings given = name -> Stream.of("spurline.routing=direct", "spurline.entry.back=https://back.test")
                .filter(line -> line.startsWith(name + "="))
                .findFirst()
                .map(line -> new Settings.Value(line.substring(name.length() + 1), "the test"));

        assertThat(report(given, "kubeconfig", "--namespace", "hops", "--service", "back"))
                .contains(
                        "\n- Requests to Service [hops/back] go in by a port-forward to the fork, for no route leads there (spurline.routing [direct])\n")
                .doesNotContain("go in by [https://back.test]");
    }

    @Test
    void anEntryByGateways() {
        Settings given = name -> name.equals("spurline.entry")
                ? Optional.of(new Settings.Value("gateway", "the test"))
                : Optional.empty();

        assertThat(report(given, "kubeconfig", "--namespace", "hops", "--service", "back"))
                .contains(
                        "\n- Requests to Service [hops/back] go in by a gateway of the cluster: spurline.entry [gateway] by the test\n");
    }

    @Test
    void theCommandOfThePage() throws IOException, InterruptedException {
        Path project = directory.resolve("project");
        Files.createDirectories(project.resolve("target"));
        Files.writeString(project.resolve("target/classpath.txt"), System.getProperty("java.class.path"));
        Path kubeconfig = Files.writeString(
                project.resolve("kubeconfig"), cluster.administrator().replace("spurline-embedded", "staging"));
        Path output = project.resolve("output");
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", command())
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        shell.environment().put("KUBECONFIG", kubeconfig.toString());
        shell.environment()
                .merge("PATH", Path.of(System.getProperty("java.home"), "bin") + ":", (old, java) -> java + old);

        int code = shell.start().waitFor();

        assertThat(Files.readString(output))
                .contains("\nFork of deployment/pricing, by Service [pricing]\n")
                .endsWith("\nNothing is wrong: a sandbox could be opened\n");
        assertThat(code).isZero();
    }

    /** Returns the line of docs/preflight.md that runs the program. */
    private static String command() throws IOException {
        Path page = Stream.of(Path.of("docs/preflight.md"), Path.of("../docs/preflight.md"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
        return Files.readAllLines(page).stream()
                .filter(line -> line.startsWith("java "))
                .findFirst()
                .orElseThrow();
    }

    private static Settings given(String key, String value) {
        return new Settings() {
            @Override
            public Optional<Value> find(String name) {
                return name.equals(key) ? Optional.of(new Value(value, "the test")) : Optional.empty();
            }

            @Override
            public Set<String> names() {
                return Set.of(key);
            }
        };
    }

    private static String fork(String namespace) {
        return """
                Fork of deployment/back, by Service [back]
                - Image [test/back:1] of container [back], as its baseline runs
                - Service [%1$s/back] is routed by a route of the Gateway API, because the cluster serves HTTPRoutes, and no route of others is on the Service
                  - not by a VirtualService in the slot of another, nor by a VirtualService that outranks the one of others, nor by a VirtualService of Spurline's that all sandboxes share: the cluster serves no VirtualService
                - Requests to Service [%1$s/back] go in by a port-forward to the fork, for spurline.entry.back is not set
                """.formatted(namespace);
    }

    private static String title() {
        return "- Cluster [kubeconfig] context [spurline-embedded] at [%s], Kubernetes %s, entry port-forward unless spurline.entry is set, decided by option --context"
                .formatted(
                        cluster.client().getMasterUrl(),
                        cluster.client().getKubernetesVersion().getGitVersion());
    }

    /** Returns the names of what is in the namespace and was made by somebody. */
    private static List<String> objects() {
        return cluster.all().stream()
                .map(object -> object.getKind() + "/" + object.getMetadata().getName())
                .filter(title -> !title.startsWith("Event/"))
                .sorted()
                .toList();
    }

    private static String report(String kubeconfig, String... options) {
        return report(name -> Optional.empty(), kubeconfig, options);
    }

    private static String report(Settings settings, String kubeconfig, String... options) {
        return doctor(
                settings,
                Stream.concat(
                                Stream.of(options),
                                Stream.of(
                                        "--context",
                                        "spurline-embedded",
                                        "--kubeconfig",
                                        directory.resolve(kubeconfig).toString()))
                        .toArray(String[]::new));
    }
}
