// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.ForkSpec;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.IstioDefaults;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Manifests as they are found in the wild, what is asked of them, and the whole plan for it: {@code <case>.yaml} and {@code
 * <case>.plan}. The first document of the YAML describes the case, the others are the manifests, of namespace {@value
 * #NAMESPACE} where they name none.
 */
public final class GoldenCase {

    /** The namespace of the baseline. */
    public static final String NAMESPACE = "shop";

    private static final String MESH_CONFIG = "MeshConfig";
    private static final Path FOLDER = Path.of("..", "sandbox-engine", "src", "test", "resources", "plan", "golden");
    private static final String REFUSED = "Refused: ";
    private static final String NO_PERMISSION = "no permission to list it";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** Where manifests and messages name one of the namespaces that cases use. */
    private static final Pattern NAMED = Pattern.compile(
            "(?<=namespace: |--namespace |namespaces? \\[|are in \\[|metadata: \\{name: |ns/|\\.|\\[(?=\\w+/))(shop|web|edge)(?=[,}\\s/\\]]|\\.svc)");

    private final String name;
    private final String home;
    private final JsonNode description;
    private final String manifests;

    private GoldenCase(String name, String home, JsonNode description, String manifests) {
        this.name = name;
        this.home = home;
        this.description = description;
        this.manifests = manifests;
    }

    private static GoldenCase read(String name) {
        String yaml = read(FOLDER.resolve(name + ".yaml"));
        int end = yaml.indexOf("\n---\n") + 1;
        return new GoldenCase(
                name, NAMESPACE, JsonTrees.parse(yaml.substring(0, end)).path("case"), yaml.substring(end));
    }

    /**
     * Returns the case in namespaces of its own, beside which there can be others in a cluster.
     *
     * @param other takes the place of {@value #NAMESPACE}; {@code web-other} takes that of {@code web}
     */
    public GoldenCase in(String other) {
        return new GoldenCase(name, other, description, moved(manifests, other));
    }

    private static String moved(String text, String home) {
        return NAMED.matcher(text).replaceAll(found -> moved(found, home));
    }

    private static String moved(MatchResult namespace, String home) {
        String from = namespace.group();
        return from.equals(NAMESPACE) ? home : beside(from, home);
    }

    /** Names in messages are sorted, so that the order must stay. */
    private static String beside(String other, String home) {
        return other + "-" + home;
    }

    /** Returns the namespace of the baseline. */
    public String namespace() {
        return home;
    }

    /** Returns all cases, by name. */
    public static Stream<GoldenCase> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .map(name -> name.substring(0, name.length() - 5))
                    .sorted()
                    .toList()
                    .stream()
                    .map(GoldenCase::read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the mesh that decides about the requests. */
    public ServiceMesh mesh() {
        return ServiceMesh.valueOf(description.path("mesh").asText());
    }

    /** Returns the custom kinds that the case says the cluster serves; those of its manifests are served anyway. */
    public Set<CustomKind> serves() {
        Set<CustomKind> kinds =
                names("serves").stream().map(CustomKind::valueOf).collect(Collectors.toCollection(TreeSet::new));
        objects()
                .forEach(object -> Arrays.stream(CustomKind.values())
                        .filter(kind -> kind.holds(object))
                        .forEach(kinds::add));
        return kinds;
    }

    /** Returns the kinds that may not be read in the namespace. */
    public Set<String> unread() {
        Set<String> kinds = names("unread");
        kinds.remove(MESH_CONFIG);
        return kinds;
    }

    /** Returns whether Istio's MeshConfig may be read. */
    public boolean readsMeshConfig() {
        return !names("unread").contains(MESH_CONFIG);
    }

    /** Returns how Istio is installed, as manifests; empty if nobody has said it. */
    public String installation() {
        return Stream.of(
                        installed("istio", "mesh", description.path("meshConfig")),
                        installed("istio-sidecar-injector", "values", description.path("injector")))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("---\n"));
    }

    private static Optional<String> installed(String name, String item, JsonNode value) {
        return value.isMissingNode() ? Optional.empty() : Optional.of("""
                        apiVersion: v1
                        kind: ConfigMap
                        metadata: {name: %s, namespace: istio-system}
                        data:
                          %s: |
                            %s
                        """.formatted(name, item, value));
    }

    private String meshConfig() {
        JsonNode config = description.path("meshConfig");
        return config.isMissingNode() ? "" : config.toString();
    }

    private IstioDefaults istio() {
        return readsMeshConfig()
                ? IstioDefaults.of("istio-system/istio", meshConfig())
                : IstioDefaults.unread("istio-system/istio", "no permission to get it");
    }

    /** Returns the kinds that may not be read in other namespaces. */
    public Set<String> unreadElsewhere() {
        return names("unreadElsewhere");
    }

    /** Returns the kinds, as {@code namespace/plural.group}, that may not be removed, so that none should be made. */
    public Set<String> missing() {
        return names("missing").stream()
                .map(kind -> kind.contains("/") ? kind : NAMESPACE + "/" + kind)
                .map(kind -> {
                    String[] parts = kind.split("/", 2);
                    return place(parts[0]) + "/" + parts[1];
                })
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the other namespaces in which routes may be made. */
    public Set<String> joins() {
        return names("joins").stream().map(this::place).collect(Collectors.toCollection(TreeSet::new));
    }

    private String place(String namespace) {
        return namespace.equals(NAMESPACE) ? home : home.equals(NAMESPACE) ? namespace : beside(namespace, home);
    }

    /** Returns what the fork answers with the key and its baseline without, as {@code service:port/path}. */
    public List<String> entries() {
        return description.has("entries") ? texts("entries") : List.of("pricing:80/");
    }

    /** Returns with which status requests without the key are answered: not 200 if nobody runs the baseline. */
    public int answers() {
        return description.path("answers").asInt(200);
    }

    /** Returns what the baseline answers, with the key and without. */
    public List<String> kept() {
        return texts("kept");
    }

    private List<String> texts(String list) {
        return StreamSupport.stream(description.path(list).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** Returns the manifests but for pods, as YAML: a cluster makes its own. */
    public String manifests() {
        return Stream.of(manifests.split("(?m)^---\\R"))
                .filter(manifest -> !manifest.contains("kind: Pod\n"))
                .collect(Collectors.joining("---\n"));
    }

    /** Returns the manifests, read. */
    public List<HasMetadata> objects() {
        List<HasMetadata> objects = PlanTestCase.objects(manifests);
        objects.stream()
                .filter(object -> NAMESPACE.equals(object.getMetadata().getNamespace()))
                .forEach(object -> object.getMetadata().setNamespace(home));
        return objects;
    }

    /** Returns what is asked for. */
    public SandboxSpec spec() {
        SandboxSpec.Builder spec = SandboxSpec.builder().owner("CheckoutIT").timeout(LIMIT);
        description.path("forks").forEach(fork -> spec.fork(fork(fork)));
        return spec.build();
    }

    /** Returns the settings. */
    public Settings settings() {
        return setting -> Optional.of(description.path("settings").path(setting))
                .filter(JsonNode::isTextual)
                .map(value -> new Settings.Value(value.asText(), "system property " + setting));
    }

    /** Returns what is read of a cluster that has these objects. */
    public Survey survey(List<HasMetadata> objects) {
        Survey.Builder survey = Survey.of(NAMESPACE).mesh(mesh()).add(objects);
        serves().forEach(kind -> survey.serves(kind, kind.versions().get(0)));
        if (mesh().istio()) {
            survey.istio(List.of(istio()));
        }
        unread().forEach(kind -> survey.unread(new Survey.Unread(kind, NAMESPACE, NO_PERMISSION)));
        unreadElsewhere().forEach(kind -> survey.unread(Survey.Unread.elsewhere(kind, NO_PERMISSION)));
        return survey.build();
    }

    /** Plans the sandbox. */
    public SandboxPlan plan(Survey survey) {
        Set<String> routes = new HashSet<>(
                PlanTestCase.joining(joins().toArray(String[]::new)).routes());
        routes.removeAll(missing());
        OptionalRights rights = new OptionalRights(routes, missing());
        return Planner.plan(spec(), PlanTestCase.KEY, survey, new PlanOptions("e1", settings(), List.of(), rights));
    }

    /** Returns where the expected plan is. */
    Path golden() {
        return FOLDER.resolve(name + ".plan");
    }

    /** Returns with which message it is refused, if it is. */
    public Optional<String> refusal() {
        return Optional.of(read(golden()))
                .filter(plan -> plan.startsWith(REFUSED))
                .map(plan -> plan.substring(REFUSED.length()).stripTrailing())
                .map(message -> home.equals(NAMESPACE) ? message : moved(message, home));
    }

    private Set<String> names(String list) {
        return new TreeSet<>(texts(list));
    }

    private static ForkSpec.Builder fork(JsonNode description) {
        ForkSpec.Builder fork = ForkSpec.of(description.path("workload").asText());
        description
                .path("env")
                .properties()
                .forEach(entry -> fork.env(entry.getKey(), entry.getValue().asText()));
        description
                .path("secretEnv")
                .properties()
                .forEach(
                        entry -> fork.secretEnv(entry.getKey(), entry.getValue().asText()));
        description.path("unset").forEach(name -> fork.unset(name.asText()));
        description.path("skipInit").forEach(name -> fork.skipInit(name.asText()));
        Arrays.asList("image", "container", "patch", "volumes").forEach(name -> {
            String text = description.path(name).asText();
            if (!text.isEmpty()) {
                set(fork, name, text);
            }
        });
        return fork;
    }

    private static void set(ForkSpec.Builder fork, String name, String text) {
        switch (name) {
            case "image" -> fork.image(text);
            case "container" -> fork.container(text);
            case "patch" -> fork.patch(text);
            default -> fork.volumes(ForkSpec.Volumes.valueOf(text));
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
