// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.LiveSandbox;
import dev.spurline.RoutingKey;
import dev.spurline.junit.Baseline;
import dev.spurline.junit.Routed;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.commons.support.AnnotationSupport;

/** What is to be injected; found out without any I/O. */
sealed interface Wanted {

    /** The sandbox itself. */
    record Handle() implements Wanted {}

    /** Its key. */
    record Key() implements Wanted {}

    /** A JDK client that carries the key. */
    record Client() implements Wanted {}

    /** The address of a Service. */
    record Address(Way way) implements Wanted {}

    /** A REST Assured specification. */
    record Specification(Way way, boolean supplied) implements Wanted {}

    /** How to go to a Service: with the key, or to the baseline. */
    record Way(String service, boolean baseline) {

        URI uri(LiveSandbox sandbox) {
            return baseline ? sandbox.baselineUri(service) : sandbox.uri(service);
        }
    }

    /** Returns whether a place is ours to fill. All others are left to other people's extensions. */
    static boolean isOurs(AnnotatedElement element, Class<?> type) {
        return isSandboxType(type) || isAnnotated(element);
    }

    /** Returns whether a place says by an annotation that it is ours to fill. */
    static boolean isAnnotated(AnnotatedElement element) {
        return AnnotationSupport.isAnnotated(element, Routed.class)
                || AnnotationSupport.isAnnotated(element, Baseline.class);
    }

    /** Names what a place of ours asks for: its annotation, else its type. */
    static String described(Target target) {
        if (AnnotationSupport.isAnnotated(target.element(), Routed.class)) {
            return "@Routed";
        }
        return AnnotationSupport.isAnnotated(target.element(), Baseline.class)
                ? "@Baseline"
                : "[%s]".formatted(target.type().getSimpleName());
    }

    /** Returns how a place is to be written that has a type which {@code @Routed} can fill, and no annotation of ours. */
    static Optional<String> spelling(Target target) {
        if (target.type() == HttpClient.class) {
            return Optional.of("@Routed HttpClient");
        }
        boolean routed = target.type() == URI.class
                || target.type().getName().equals(Asked.SPECIFICATION)
                || Asked.isSupplier(target);
        return Optional.of("@Routed(\"service\") " + simple(target)).filter(spelling -> routed);
    }

    private static String simple(Target target) {
        return Asked.isSupplier(target)
                ? "Supplier<RequestSpecification>"
                : target.type().getSimpleName();
    }

    static boolean isSandboxType(Class<?> type) {
        return type == LiveSandbox.class || type == RoutingKey.class;
    }

    /** Returns what a place of ours asks for; refuses what cannot be meant. */
    static Wanted of(Target target) {
        Optional<Routed> routed = AnnotationSupport.findAnnotation(target.element(), Routed.class);
        Optional<Baseline> baseline = AnnotationSupport.findAnnotation(target.element(), Baseline.class);
        if (routed.isPresent() && baseline.isPresent()) {
            throw refusal(target, "has both @Routed and @Baseline: keep one of them");
        }
        if (routed.isEmpty() && baseline.isEmpty()) {
            return target.type() == RoutingKey.class ? new Key() : new Handle();
        }
        return new Asked(
                        target,
                        routed.map(Routed::value)
                                .or(() -> baseline.map(Baseline::value))
                                .orElseThrow(),
                        baseline.isPresent())
                .wanted();
    }

    private static ExtensionConfigurationException refusal(Target target, String reason) {
        return new ExtensionConfigurationException(target.place() + " " + reason);
    }

    /** A place with one of the two annotations. */
    record Asked(Target target, String service, boolean baseline) {

        private static final String SPECIFICATION = "io.restassured.specification.RequestSpecification";
        private static final Pattern SERVICE = Pattern.compile("([A-Za-z0-9-]+/)?[A-Za-z0-9.-]+(:[A-Za-z0-9-]+)?");

        Wanted wanted() {
            if (target.type() == HttpClient.class) {
                return client();
            }
            boolean supplied = isSupplier(target);
            boolean specification = supplied || target.type().getName().equals(SPECIFICATION);
            if (!specification && target.type() != URI.class) {
                throw refusal(
                        target,
                        "of type [%s] cannot take %s: it stands on RequestSpecification, Supplier<RequestSpecification>, URI%s"
                                .formatted(
                                        target.generic().getTypeName(),
                                        annotation(),
                                        baseline ? "" : ", or without a service on HttpClient"));
            }
            Way way = way();
            if (!specification) {
                return new Address(way);
            }
            refuseShared(supplied);
            return new Specification(way, supplied);
        }

        private Wanted client() {
            if (baseline) {
                throw refusal(
                        target,
                        "cannot take %s: a client without the key is any HttpClient; take the address from %s URI"
                                .formatted(annotation(), annotation()));
            }
            if (!service.isEmpty()) {
                throw refusal(
                        target,
                        ("cannot take %s: an HttpClient has no address of its own. Write @Routed HttpClient,"
                                        + " and take the address from %s URI")
                                .formatted(annotation(), annotation()));
            }
            return new Client();
        }

        private Way way() {
            if (service.isEmpty()) {
                throw refusal(
                        target,
                        "names no service: write @%s(\"service\") or @%s(\"service:port\")".formatted(name(), name()));
            }
            if (!SERVICE.matcher(service).matches()) {
                throw refusal(
                        target,
                        "names the service [%s], which is none of [name], [name:port], [namespace/name] and [namespace/name:port]"
                                .formatted(service));
            }
            return new Way(service, baseline);
        }

        private void refuseShared(boolean supplied) {
            if (target.shared() && !supplied) {
                throw refusal(
                        target,
                        "would be seen by several tests, and what one adds to a RequestSpecification the next one sends too:"
                                + " take Supplier<RequestSpecification>");
            }
        }

        private static boolean isSupplier(Target target) {
            return target.type() == Supplier.class
                    && target.generic() instanceof ParameterizedType type
                    && type.getActualTypeArguments()[0].getTypeName().equals(SPECIFICATION);
        }

        private String annotation() {
            return service.isEmpty() ? "@" + name() : "@%s(\"%s\")".formatted(name(), service);
        }

        private String name() {
            return baseline ? "Baseline" : "Routed";
        }
    }
}
