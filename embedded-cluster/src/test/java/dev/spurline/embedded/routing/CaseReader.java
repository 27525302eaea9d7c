// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.routing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.embedded.routing.RoutingCase.Expectation;
import dev.spurline.embedded.routing.RoutingCase.HeaderLines;
import dev.spurline.embedded.routing.RoutingCase.Received;
import dev.spurline.embedded.routing.RoutingCase.RoutingRequest;
import dev.spurline.embedded.routing.RoutingCase.RuleName;
import dev.spurline.embedded.routing.RoutingScenario.WorkloadFacts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the cases of one scenario. */
final class CaseReader {

    private static final List<String> FIELDS = List.of("case", "source", "from", "request", "headers", "expect");
    private static final List<String> EXPECT_FIELDS =
            List.of("workload", "status", "rule", "location", "body", "headers", "received", "mirrored");
    private static final List<String> RECEIVED_FIELDS = List.of("method", "host", "path", "headers");
    private static final Pattern REQUEST = Pattern.compile("([A-Z]+) http://([^/:\\s]+)(?::([0-9]+))?(/\\S*)?");
    private static final int OK = 200;

    private final RoutingScenario scenario;
    private final Optional<String> from;
    private final Optional<String> source;

    /**
     * @param from the caller of cases that name none
     * @param source the source of cases that name none
     */
    CaseReader(RoutingScenario scenario, Optional<String> from, Optional<String> source) {
        this.scenario = scenario;
        this.from = from;
        this.source = source;
    }

    RoutingCase read(CaseNode node) {
        node.allow("a case", FIELDS);
        String name = node.text("a case", "case");
        String title = "case [" + name + "]";
        String where = node.optional("source")
                .or(() -> source)
                .orElseThrow(() ->
                        node.error("%s needs a [source]: where it is written or was measured that the mesh does so"
                                .formatted(title)));
        String caller = caller(node, title);
        RoutingRequest request = request(node, title, caller);
        if (!node.has("expect")) {
            throw node.error(
                    "%s needs an [expect], such as {workload: shop/pricing} or {status: 404}".formatted(title));
        }
        return new RoutingCase(
                node.file() + ":" + node.line(), name, caller, request, expectation(node.get("expect"), title), where);
    }

    private String caller(CaseNode node, String title) {
        String caller = node.optional("from")
                .or(() -> from)
                .orElseThrow(
                        () -> node.error("%s needs a [from]: a workload, a namespace or [gateway]".formatted(title)));
        if (caller.equals(RoutingCase.GATEWAY) || scenario.workloads().containsKey(caller)) {
            return caller;
        }
        return scenario.workloads().values().stream()
                .filter(workload -> workload.namespace().equals(caller))
                .findFirst()
                .map(WorkloadFacts::key)
                .orElseThrow(() -> at(node, "from")
                        .error("[%s] is no workload of the scenario, no namespace of one and not [gateway]%s: %s"
                                .formatted(
                                        caller,
                                        NearestName.hint(
                                                caller, scenario.workloads().keySet()),
                                        ScenarioReader.among(
                                                scenario.workloads().keySet()))));
    }

    private static CaseNode at(CaseNode node, String field) {
        return node.has(field) ? node.get(field) : node;
    }

    private RoutingRequest request(CaseNode node, String title, String caller) {
        String written = node.text(title, "request");
        Matcher parts = REQUEST.matcher(written);
        if (!parts.matches()) {
            throw node.get("request")
                    .error(
                            "[%s] is no request: write METHOD http://HOST[:PORT]/PATH, such as [GET http://pricing.shop:8080/]"
                                    .formatted(written));
        }
        int port = parts.group(3) == null ? 80 : Integer.parseInt(parts.group(3));
        String path = parts.group(4) == null ? "/" : parts.group(4);
        RoutingRequest request = new RoutingRequest(parts.group(1), parts.group(2), port, path, headers(node));
        if (!caller.equals(RoutingCase.GATEWAY)) {
            requireService(node.get("request"), request, caller);
        }
        return request;
    }

    private void requireService(CaseNode node, RoutingRequest request, String caller) {
        String namespace = caller.replaceFirst("/.*", "");
        JsonNode service = CalledService.find(scenario, request.host(), namespace)
                .orElseThrow(() -> node.error(
                        "[%s] is no Service for callers of namespace [%s]: %s; another host goes into the header Host"
                                .formatted(
                                        request.host(),
                                        namespace,
                                        ScenarioReader.among(CalledService.hosts(scenario)))));
        List<Integer> ports = new ArrayList<>();
        service.path("spec")
                .path("ports")
                .forEach(port -> ports.add(port.path("port").asInt()));
        if (!ports.contains(request.port())) {
            throw node.error("Service [%s] has no port %d, but %s".formatted(request.host(), request.port(), ports));
        }
    }

    private static Map<String, List<String>> headers(CaseNode node) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        if (node.has("headers")) {
            node.get("headers").entries().forEach((name, value) -> headers.put(name, values(value)));
        }
        return headers;
    }

    /** A header may be empty. */
    private static List<String> values(CaseNode value) {
        if (value.json().isNull() || value.json().isObject()) {
            throw value.error("the value of a header has to be a text or a list of texts");
        }
        return value.json().isArray()
                ? value.items().stream().map(item -> item.json().asText()).toList()
                : List.of(value.json().asText());
    }

    private Expectation expectation(CaseNode node, String title) {
        node.allow("[expect]", EXPECT_FIELDS);
        List<String> workloads = node.has("workload") ? node.get("workload").texts() : List.of();
        workloads.forEach(workload -> require(node.get("workload"), workload));
        List<String> mirrored = node.has("mirrored") ? node.get("mirrored").texts() : List.of();
        mirrored.forEach(workload -> require(node.get("mirrored"), workload));
        Optional<Integer> status = node.has("status")
                ? Optional.of(node.get("status").number())
                : workloads.isEmpty() ? Optional.empty() : Optional.of(OK);
        if (status.isEmpty()) {
            throw node.error("[expect] of %s needs a [workload] or a [status]".formatted(title));
        }
        return new Expectation(
                workloads,
                status,
                node.has("rule") ? Optional.of(rule(node.get("rule"))) : Optional.empty(),
                node.optional("location"),
                node.has("body") ? Optional.of(node.get("body").json().asText()) : Optional.empty(),
                node.has("headers") ? lines(node.get("headers")) : Map.of(),
                node.has("received") ? Optional.of(received(node, title)) : Optional.empty(),
                mirrored);
    }

    private static RuleName rule(CaseNode node) {
        return new RuleName(node.json().isNull() ? "" : node.text());
    }

    private static Received received(CaseNode expect, String title) {
        CaseNode node = expect.get("received");
        if (!expect.has("workload")) {
            throw node.error("[received] of %s needs a [workload] that receives it".formatted(title));
        }
        node.allow("[received]", RECEIVED_FIELDS);
        return new Received(
                node.optional("method"),
                node.optional("host"),
                node.optional("path"),
                node.has("headers") ? lines(node.get("headers")) : Map.of());
    }

    /** A text is the whole value with its lines joined, a list the single lines; nothing means that it is absent. */
    private static Map<String, HeaderLines> lines(CaseNode node) {
        Map<String, HeaderLines> headers = new LinkedHashMap<>();
        node.entries()
                .forEach((name, value) -> headers.put(
                        name,
                        value.json().isNull()
                                ? new HeaderLines(List.of(), false)
                                : new HeaderLines(values(value), !value.json().isArray())));
        return headers;
    }

    private void require(CaseNode node, String workload) {
        Set<String> known = scenario.workloads().keySet();
        if (!known.contains(workload)) {
            throw node.error("[%s] is no workload of the scenario%s: %s"
                    .formatted(workload, NearestName.hint(workload, known), ScenarioReader.among(known)));
        }
    }
}
