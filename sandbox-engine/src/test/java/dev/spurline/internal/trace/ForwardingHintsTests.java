// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class ForwardingHintsTests {

    private static final String AGENT =
            "It runs with OpenTelemetry's agent, which hands on baggage unless it is told otherwise: look at own executors,"
                    + " @Async methods and message queues, where the context of the request is lost";

    @Test
    void saysThatNoLibraryIsSeen() {
        assertThat(ForwardingHints.of(template("{image: 'shop/cart:1'}")))
                .containsExactly("Its pod template shows no agent of OpenTelemetry or Datadog and no setting of"
                        + " Micrometer: without such a library a program hands on only the headers that it copies"
                        + " itself");
    }

    @Test
    void seesPropagatorsWithoutBaggage() {
        assertThat(
                        ForwardingHints.of(
                                template(
                                        "{image: 'shop/cart:1', args: ['-javaagent:/otel/opentelemetry-javaagent.jar'], env: [{name: OTEL_PROPAGATORS, value: 'tracecontext,b3'}]}")))
                .containsExactly("Its variable OTEL_PROPAGATORS is [tracecontext,b3], without [baggage]: add it");
    }

    @Test
    void seesOpenTelemetrysAgentInAnOption() {
        assertThat(
                        ForwardingHints.of(
                                template(
                                        "{image: 'shop/cart:1', env: [{name: JAVA_TOOL_OPTIONS, value: '-javaagent:/a/opentelemetry-javaagent.jar'}, {name: OTEL_PROPAGATORS, value: 'tracecontext,baggage'}]}")))
                .containsExactly(AGENT);
    }

    @Test
    void seesVariablesOfOpenTelemetryWithoutAnAgent() {
        assertThat(ForwardingHints.of(
                        template("{image: 'shop/cart:1', env: [{name: OTEL_SERVICE_NAME, value: cart}]}")))
                .containsExactly("It has variables of OpenTelemetry, but no agent in its command or options: if none is"
                        + " in its image, nothing hands on baggage");
    }

    @Test
    void seesTheInjectionOfOpenTelemetrysOperator() {
        PodTemplateSpec template = template("{image: 'shop/cart:1'}");
        template.getMetadata().getAnnotations().put("instrumentation.opentelemetry.io/inject-java", "true");

        assertThat(ForwardingHints.of(template))
                .containsExactly("The annotation [instrumentation.opentelemetry.io/inject-java] has OpenTelemetry's"
                        + " operator inject its agent: see that spec.propagators of the Instrumentation names"
                        + " [baggage]");
    }

    @Test
    void seesDatadogsTracer() {
        assertThat(ForwardingHints.of(template("{image: 'shop/cart:1', env: [{name: DD_AGENT_HOST}]}")))
                .containsExactly(
                        "It runs with Datadog's tracer: versions such as 1.62 hand on no baggage in requests of"
                                + " a reactive client, as WebClient (DataDog/dd-trace-java#11510)");
        assertThat(ForwardingHints.of(
                        template("{image: 'shop/cart:1', env: [{name: DD_TRACE_PROPAGATION_STYLE, value: datadog}]}")))
                .containsExactly("Its variable DD_TRACE_PROPAGATION_STYLE is [datadog], without [baggage]: add it");
    }

    @Test
    void seesSpringBootWithoutRemoteFields() {
        assertThat(ForwardingHints.of(
                        template("{image: 'shop/cart:1', env: [{name: SPRING_PROFILES_ACTIVE, value: staging}]}")))
                .containsExactly("It seems to be Spring Boot, and no variable sets"
                        + " management.tracing.baggage.remote-fields: Micrometer with Brave hands on nothing without it,"
                        + " and Micrometer with OpenTelemetry only in requests of clients that Spring Boot's builders"
                        + " have made");
        assertThat(ForwardingHints.of(template(
                        "{image: 'shop/cart:1', env: [{name: MANAGEMENT_TRACING_BAGGAGE_ENABLED, value: 'false'}]}")))
                .containsExactly("Its variable MANAGEMENT_TRACING_BAGGAGE_ENABLED is [false]: remove it");
    }

    @Test
    void seesMessageBrokersBesides() {
        assertThat(ForwardingHints.of(template(
                        "{image: 'shop/cart:1', env: [{name: KAFKA_BOOTSTRAP_SERVERS, value: 'kafka:9092'}]}")))
                .last()
                .isEqualTo(
                        "Its variables [KAFKA_BOOTSTRAP_SERVERS] speak of a message broker: what is done on receipt of"
                                + " a message has the key only if the message carried it");
    }

    /** What the mesh's proxy is told says nothing about the program. */
    @Test
    void looksAtNoProxy() {
        assertThat(
                        ForwardingHints.of(
                                template(
                                        "{image: 'shop/cart:1'}, {name: istio-proxy, image: proxy, env: [{name: OTEL_PROPAGATORS, value: b3}]}")))
                .singleElement()
                .asString()
                .startsWith("Its pod template shows no agent");
    }

    private static PodTemplateSpec template(String containers) {
        return Serialization.unmarshal(
                "metadata: {labels: {app: cart}, annotations: {a: b}}\nspec: {containers: [%s]}"
                        .formatted(containers.replaceFirst("\\{", "{name: cart, ")),
                PodTemplateSpec.class);
    }
}
