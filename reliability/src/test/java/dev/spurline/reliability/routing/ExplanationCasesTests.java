// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.Explanation;
import dev.spurline.Explanation.Rule;
import dev.spurline.MeshRequest;
import dev.spurline.embedded.routing.RoutingCase;
import dev.spurline.embedded.routing.RoutingCase.Expectation;
import dev.spurline.embedded.routing.RoutingCase.RoutingRequest;
import dev.spurline.embedded.routing.RoutingScenario;
import dev.spurline.internal.explain.RequestExplainer;
import dev.spurline.internal.survey.Survey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Explains the requests of all routing cases, which say what a real mesh does: the rule that decides and the workloads that may
 * answer have to be those that the case expects. The embedded mesh is held to the same cases, and shares no code with this.
 */
class ExplanationCasesTests {

    private static final OptionalInt NOT_FOUND = OptionalInt.of(404);

    private int explained;

    @Test
    void explainsWhatTheMeshDoes() throws Exception {
        assertThat(failures()).isEmpty();
        assertThat(explained).isGreaterThan(560);
    }

    private List<String> failures() throws Exception {
        List<String> failures = new ArrayList<>();
        for (RoutingScenario scenario : RoutingCaseFiles.all()) {
            Survey survey = ScenarioSurvey.of(scenario);
            for (RoutingCase each : scenario.cases()) {
                if (UntoldCases.reason(scenario, each).isEmpty()) {
                    explained++;
                    failures.addAll(differences(scenario, each, survey));
                }
            }
        }
        return failures;
    }

    private static List<String> differences(RoutingScenario scenario, RoutingCase each, Survey survey) {
        List<String> differences = new ArrayList<>();
        try {
            Explanation explanation = RequestExplainer.explain(request(scenario, each), survey);
            differences.addAll(differences(each.expected(), explanation));
        } catch (RuntimeException e) {
            differences.add(e.toString());
        }
        return differences.stream()
                .map(text -> "%s [%s] %s: %s".formatted(each.place(), each.name(), scenario.name(), text))
                .toList();
    }

    private static MeshRequest request(RoutingScenario scenario, RoutingCase each) {
        RoutingRequest sent = each.request();
        MeshRequest request = MeshRequest.to(sent.host() + ":" + sent.port())
                .method(sent.method())
                .path(sent.path());
        request = each.from().equals(RoutingCase.GATEWAY)
                ? request.fromGateway(ScenarioSurvey.gateway(scenario))
                : request.from(each.from());
        for (Map.Entry<String, List<String>> header : sent.headers().entrySet()) {
            for (String line : header.getValue()) {
                request = request.header(header.getKey(), line);
            }
        }
        return request;
    }

    private static List<String> differences(Expectation expected, Explanation explanation) {
        List<String> differences = new ArrayList<>();
        Set<String> workloads = new HashSet<>();
        explanation.destinations().forEach(destination -> workloads.addAll(destination.workloads()));
        if (!workloads.equals(new HashSet<>(expected.workloads()))
                && !expected.workloads().isEmpty()) {
            differences.add("workloads %s and not %s in%n%s".formatted(workloads, expected.workloads(), explanation));
        }
        int status = explanation.status().orElse(200);
        if (expected.status().filter(wanted -> wanted != status).isPresent()) {
            differences.add("status [%d] and not %s in%n%s".formatted(status, expected.status(), explanation));
        }
        String rule =
                explanation.winner().map(Rule::name).orElse(explanation.status().equals(NOT_FOUND) ? "" : "default");
        if (expected.rule().filter(wanted -> !wanted.name().equals(rule)).isPresent()) {
            differences.add("rule [%s] and not %s in%n%s".formatted(rule, expected.rule(), explanation));
        }
        return differences;
    }
}
