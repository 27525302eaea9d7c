// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.trace;

import dev.spurline.internal.survey.MeshSigns;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a pod template says about why its program may not hand on baggage. What stands in an image or in its configuration files
 * is not seen, and nothing is concluded from what is not there but that it is not there.
 */
final class ForwardingHints {

    /** Where it is explained how services hand it on. */
    static final String PAGE = "How services hand it on: docs/propagation.md";

    private static final String INJECT = "instrumentation.opentelemetry.io/inject-";
    private static final String BAGGAGE = "baggage";
    private static final List<String> BROKERS =
            List.of("KAFKA", "RABBITMQ", "AMQP", "PULSAR", "ACTIVEMQ", "JMS", "NATS");

    private final Map<String, String> marks = new TreeMap<>();
    private final Map<String, String> variables = new TreeMap<>();
    private final String text;
    private final List<String> hints = new ArrayList<>();

    private ForwardingHints(PodTemplateSpec template) {
        Stream.of(template.getMetadata().getLabels(), template.getMetadata().getAnnotations())
                .filter(Objects::nonNull)
                .forEach(marks::putAll);
        List<Container> containers = template.getSpec().getContainers().stream()
                .filter(container -> !MeshSigns.isProxy(container))
                .toList();
        containers.forEach(container -> container.getEnv().forEach(this::add));
        this.text = containers.stream()
                .flatMap(ForwardingHints::words)
                .collect(Collectors.joining(" "))
                .toLowerCase(Locale.ROOT);
    }

    /** Of what comes from elsewhere the name alone is known. */
    private void add(EnvVar variable) {
        variables.put(variable.getName(), Objects.requireNonNullElse(variable.getValue(), ""));
    }

    private static Stream<String> words(Container container) {
        return Stream.of(
                        Stream.of(Objects.requireNonNullElse(container.getImage(), "")),
                        container.getCommand().stream(),
                        container.getArgs().stream(),
                        container.getEnv().stream()
                                .filter(variable -> variable.getName().endsWith("_OPTIONS")
                                        || variable.getName().endsWith("_OPTS"))
                                .map(variable -> Objects.requireNonNullElse(variable.getValue(), "")))
                .flatMap(words -> words);
    }

    /** Returns a sentence for each thing that was seen. */
    static List<String> of(PodTemplateSpec template) {
        ForwardingHints found = new ForwardingHints(template);
        found.openTelemetry();
        found.datadog();
        found.micrometer();
        if (found.hints.isEmpty()) {
            found.hints.add(
                    "Its pod template shows no agent of OpenTelemetry or Datadog and no setting of Micrometer: without such a library a program hands on only the headers that it copies itself");
        }
        found.brokers();
        return List.copyOf(found.hints);
    }

    private void openTelemetry() {
        Optional<String> injected = marks.keySet().stream()
                .filter(name -> name.startsWith(INJECT))
                .filter(name -> !"false".equals(marks.get(name)))
                .findFirst();
        boolean agent = text.contains("opentelemetry-javaagent");
        if (without("OTEL_PROPAGATORS") || without("QUARKUS_OTEL_PROPAGATORS")) {
            return;
        }
        if (injected.isPresent()) {
            hints.add(
                    "The annotation [%s] has OpenTelemetry's operator inject its agent: see that spec.propagators of the Instrumentation names [baggage]"
                            .formatted(injected.get()));
        } else if (agent) {
            hints.add(
                    "It runs with OpenTelemetry's agent, which hands on baggage unless it is told otherwise: look at own executors, @Async methods and message queues, where the context of the request is lost");
        } else if (variables.keySet().stream().anyMatch(name -> name.startsWith("OTEL_"))) {
            hints.add(
                    "It has variables of OpenTelemetry, but no agent in its command or options: if none is in its image, nothing hands on baggage");
        }
    }

    /** Adds a hint if a variable names propagators, and baggage is none of them. */
    private boolean without(String variable) {
        String value = variables.getOrDefault(variable, "");
        if (value.isEmpty() || value.toLowerCase(Locale.ROOT).contains(BAGGAGE)) {
            return false;
        }
        hints.add("Its variable %s is [%s], without [baggage]: add it".formatted(variable, value));
        return true;
    }

    private void datadog() {
        boolean agent = text.contains("dd-java-agent")
                || variables.keySet().stream().anyMatch(name -> name.startsWith("DD_"))
                || "true".equals(marks.get("admission.datadoghq.com/enabled"));
        if (!agent || without("DD_TRACE_PROPAGATION_STYLE") || without("DD_TRACE_PROPAGATION_STYLE_INJECT")) {
            return;
        }
        hints.add(
                "It runs with Datadog's tracer: versions such as 1.62 hand on no baggage in requests of a reactive client, as WebClient (DataDog/dd-trace-java#11510)");
    }

    private void micrometer() {
        if ("false".equalsIgnoreCase(variables.get("MANAGEMENT_TRACING_BAGGAGE_ENABLED"))) {
            hints.add("Its variable MANAGEMENT_TRACING_BAGGAGE_ENABLED is [false]: remove it");
            return;
        }
        boolean spring = text.contains("spring")
                || variables.keySet().stream()
                        .anyMatch(name -> name.startsWith("SPRING_") || name.startsWith("MANAGEMENT_TRACING_"));
        if (spring && !variables.containsKey("MANAGEMENT_TRACING_BAGGAGE_REMOTEFIELDS")) {
            hints.add(
                    "It seems to be Spring Boot, and no variable sets management.tracing.baggage.remote-fields: Micrometer with Brave hands on nothing without it, and Micrometer with OpenTelemetry only in requests of clients that Spring Boot's builders have made");
        }
    }

    private void brokers() {
        List<String> found = variables.keySet().stream()
                .filter(name -> BROKERS.stream().anyMatch(name::contains))
                .toList();
        if (!found.isEmpty()) {
            hints.add(
                    "Its variables %s speak of a message broker: what is done on receipt of a message has the key only if the message carried it"
                            .formatted(found));
        }
    }
}
