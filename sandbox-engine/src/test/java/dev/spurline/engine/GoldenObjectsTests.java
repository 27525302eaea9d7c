// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.spurline.embedded.EmbeddedCluster;
import dev.spurline.embedded.PlainAccess;
import dev.spurline.embedded.internal.blueprint.ClusterClient;
import dev.spurline.internal.anchor.PlannedAnchors;
import dev.spurline.internal.plan.GoldenCase;
import dev.spurline.internal.plan.PlanStep;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.survey.CustomKind;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An API server accepts the objects of each {@link GoldenCase}, and all that is planned for it. It is the embedded one, or
 * that of {@code -Dspurline.conformance.kubeconfig=FILE}: there nothing is written but namespaces and the definitions of
 * custom kinds that it lacks, which are removed; the objects are sent as dry-runs.
 */
class GoldenObjectsTests {

    private static final String RUN = UUID.randomUUID().toString().substring(0, 8);
    private static final Map<String, String> NAMESPACES = GoldenCase.all()
            .flatMap(golden -> golden.objects().stream())
            .flatMap(object -> Stream.ofNullable(object.getMetadata().getNamespace()))
            .distinct()
            .collect(Collectors.toMap(name -> name, name -> "golden-" + name + "-" + RUN));
    private static final List<CustomResourceDefinition> MADE = new ArrayList<>();

    private static @Nullable EmbeddedCluster embedded;
    private static KubernetesClient client;

    @BeforeAll
    static void start() throws IOException {
        String file = System.getProperty("spurline.conformance.kubeconfig", "");
        if (file.isEmpty()) {
            embedded = EmbeddedCluster.start(spec -> {});
        }
        String kubeconfig = embedded == null ? Files.readString(Path.of(file)) : PlainAccess.administrator(embedded);
        client = ClusterClient.builder(Config.fromKubeconfig(kubeconfig)).build();
        Arrays.stream(CustomKind.values())
                .forEach(kind -> CustomDefinitions.define(client, kind).ifPresent(MADE::add));
        NAMESPACES
                .values()
                .forEach(namespace -> client.resource(new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(namespace)
                                .endMetadata()
                                .build())
                        .create());
    }

    @AfterAll
    static void stop() {
        NAMESPACES
                .values()
                .forEach(namespace -> client.namespaces()
                        .withName(namespace)
                        .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                        .delete());
        MADE.forEach(definition -> client.resource(definition).delete());
        client.close();
        if (embedded != null) {
            embedded.close();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.spurline.internal.plan.GoldenCase#all")
    void areAccepted(GoldenCase golden) {
        List<HasMetadata> baseline =
                golden.objects().stream().map(GoldenObjectsTests::accepted).toList();

        if (golden.refusal().isEmpty()) {
            SandboxPlan plan = golden.plan(golden.survey(baseline));
            assertThat(plan.steps()).isNotEmpty();
            Stream.concat(plan.steps().stream().map(PlanStep::object), PlannedAnchors.of(plan).stream())
                    .forEach(GoldenObjectsTests::accepted);
        }
    }

    /** Returns what the server would make of an object, in the object's own namespace. */
    private static HasMetadata accepted(HasMetadata object) {
        if (object instanceof Namespace) {
            return object;
        }
        String home = object.getMetadata().getNamespace();
        HasMetadata sent = moved(object, Objects.requireNonNull(NAMESPACES.get(home), home));
        List<HasMetadata> answers = new ArrayList<>();
        assertThatCode(() -> answers.add(client.resource(sent)
                        .dryRun()
                        .fieldValidation(Validation.STRICT)
                        .create()))
                .as("%s %s", object.getKind(), object.getMetadata().getName())
                .doesNotThrowAnyException();
        return withStatus(moved(answers.get(0), home), object);
    }

    /** Whoever creates an object cannot say its status: the case's own is what a controller has said. */
    private static HasMetadata withStatus(HasMetadata answer, HasMetadata original) {
        if (answer instanceof GenericKubernetesResource generic
                && original instanceof GenericKubernetesResource given
                && given.getAdditionalProperties().get("status") != null) {
            generic.setAdditionalProperty(
                    "status", given.getAdditionalProperties().get("status"));
        }
        return answer;
    }

    private static HasMetadata moved(HasMetadata object, String namespace) {
        HasMetadata copy = client.getKubernetesSerialization().clone(object);
        copy.getMetadata().setNamespace(namespace);
        return copy;
    }
}
