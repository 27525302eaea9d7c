// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.spurline.ForkSpec;
import dev.spurline.RoutingKey;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Surveys and plans made of YAML. */
public abstract class PlanTestCase {

    static final RoutingKey KEY = new RoutingKey("k7f3q5tbma");

    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    static Survey.Builder survey(String yaml) {
        Survey.Builder survey = Survey.of("shop").mesh(ServiceMesh.ISTIO).serves(CustomKind.HTTP_ROUTE, "v1");
        return survey.add(objects(yaml));
    }

    /** Reads objects, those without a namespace into {@code shop}. */
    public static List<HasMetadata> objects(String yaml) {
        List<HasMetadata> objects = new ArrayList<>();
        try (MappingIterator<Map<?, ?>> documents = YAML.readerFor(Map.class).readValues(yaml)) {
            documents.forEachRemaining(document -> objects.add(object(document)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return objects;
    }

    private static HasMetadata object(Map<?, ?> document) {
        String group = String.valueOf(document.get("apiVersion"));
        boolean custom = Arrays.stream(CustomKind.values()).anyMatch(kind -> group.startsWith(kind.group() + "/"));
        HasMetadata object = custom
                ? SERIALIZATION.convertValue(document, GenericKubernetesResource.class)
                : SERIALIZATION.unmarshal(SERIALIZATION.asJson(document));
        if (object.getMetadata().getNamespace() == null && !object.getKind().equals("Namespace")) {
            object.getMetadata().setNamespace("shop");
        }
        return object;
    }

    static SandboxPlan plan(Survey survey, ForkSpec.Builder... forks) {
        return plan(survey, name -> Optional.empty(), forks);
    }

    static SandboxPlan plan(Survey survey, Settings settings, ForkSpec.Builder... forks) {
        return plan(survey, new PlanOptions("e1", settings, List.of(), OptionalRights.PLAIN), forks);
    }

    static SandboxPlan plan(Survey survey, PlanOptions options, ForkSpec.Builder... forks) {
        SandboxSpec.Builder spec = SandboxSpec.builder().owner("CheckoutIT");
        for (ForkSpec.Builder fork : forks) {
            spec.fork(fork);
        }
        return Planner.plan(spec.build(), KEY, survey, options);
    }

    /** Returns rights to make routes of all kinds in further namespaces. */
    static OptionalRights joining(String... namespaces) {
        return new OptionalRights(
                Stream.of(namespaces)
                        .flatMap(namespace -> CustomKind.of(CustomKind.Role.ROUTE).stream()
                                .map(kind -> namespace + "/" + kind.resource()))
                        .collect(Collectors.toSet()),
                Set.of());
    }

    static <T extends HasMetadata> T only(SandboxPlan plan, Class<T> type) {
        List<T> all = all(plan, type);
        if (all.size() != 1) {
            throw new AssertionError("Not one but " + all.size() + " of " + type.getSimpleName());
        }
        return all.get(0);
    }

    static <T extends HasMetadata> List<T> all(SandboxPlan plan, Class<T> type) {
        return plan.steps().stream()
                .map(PlanStep::object)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    static String resource(String name) {
        try (var stream = Objects.requireNonNull(PlanTestCase.class.getResourceAsStream("/plan/" + name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
