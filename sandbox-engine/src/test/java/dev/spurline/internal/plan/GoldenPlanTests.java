/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.ForkSpec;
import dev.spurline.PreflightException;
import dev.spurline.Settings;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.Mesh;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.text.Json;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Manifests as they are found in the wild, and the whole plan for each: {@code <case>.yaml} and {@code <case>.plan} in
 * {@code src/test/resources/plan/golden}. With {@code -Dspurline.build.golden=write} the plans are written anew; then read
 * every difference before you commit it.
 */
class GoldenPlanTests extends PlanTestCase {

    private static final Path GOLDEN = Path.of("src", "test", "resources", "plan", "golden");

    @ParameterizedTest
    @MethodSource("cases")
    void isPlannedAsBefore(String name) throws IOException {
        String plan = outcome(Files.readString(GOLDEN.resolve(name + ".yaml")));
        Path golden = GOLDEN.resolve(name + ".plan");
        if (System.getProperty("spurline.build.golden", "").equals("write")) {
            Files.writeString(golden, plan);
        }

        assertThat(plan).isEqualTo(Files.readString(golden));
    }

    static Stream<String> cases() throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .map(name -> name.substring(0, name.length() - 5))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static String outcome(String yaml) {
        int end = yaml.indexOf("\n---\n") + 1;
        JsonNode description = Json.parse(yaml.substring(0, end)).path("case");
        Survey.Builder survey = Survey.of("shop")
                .mesh(Mesh.valueOf(description.path("mesh").asText()))
                .add(objects(yaml.substring(end)));
        description.path("serves").forEach(kind -> {
            CustomKind served = CustomKind.valueOf(kind.asText());
            survey.serves(served, served.versions().get(0));
        });
        description
                .path("unread")
                .forEach(kind -> survey.unread(new Survey.Unread(kind.asText(), "shop", "403 Forbidden")));
        description
                .path("unreadElsewhere")
                .forEach(kind -> survey.unread(Survey.Unread.elsewhere(kind.asText(), "no permission to list it")));
        return outcome(survey.build(), description);
    }

    private static String outcome(Survey survey, JsonNode description) {
        List<ForkSpec.Builder> forks = new ArrayList<>();
        description.path("forks").forEach(fork -> forks.add(fork(fork)));
        try {
            SandboxPlan plan = plan(survey, options(description), forks.toArray(ForkSpec.Builder[]::new));
            selectedByNobody(plan, survey);
            return plan.prose() + plan.yaml();
        } catch (PreflightException e) {
            return "Refused: " + e.getMessage() + "\n";
        }
    }

    private static PlanOptions options(JsonNode description) {
        Rights rights = new Rights(
                names(description.path("joins")),
                names(description.path("missing")).stream()
                        .map(kind -> "shop/" + kind)
                        .collect(Collectors.toSet()));
        return new PlanOptions("e1", name -> setting(description, name), List.of(), rights);
    }

    private static Set<String> names(JsonNode list) {
        Set<String> names = new TreeSet<>();
        list.forEach(name -> names.add(name.asText()));
        return names;
    }

    private static Optional<Settings.Value> setting(JsonNode description, String name) {
        JsonNode value = description.path("settings").path(name);
        return value.isMissingNode()
                ? Optional.empty()
                : Optional.of(new Settings.Value(value.asText(), "system property " + name));
    }

    private static void selectedByNobody(SandboxPlan plan, Survey survey) {
        Stream<PodTemplateSpec> lasting =
                all(plan, Deployment.class).stream().map(fork -> fork.getSpec().getTemplate());
        Stream<PodTemplateSpec> onRequest =
                all(plan, Job.class).stream().map(fork -> fork.getSpec().getTemplate());
        Stream.concat(lasting, onRequest)
                .forEach(template -> assertThat(ForeignSelector.in("shop", survey))
                        .noneMatch(foreign -> !foreign.selector().everything()
                                && foreign.selector()
                                        .selects(template.getMetadata().getLabels())));
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
}
