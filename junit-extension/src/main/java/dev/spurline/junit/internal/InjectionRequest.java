// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.LiveSandbox;
import dev.spurline.RoutingKey;
import dev.spurline.junit.Baseline;
import dev.spurline.junit.Routed;
import java.lang.reflect.AnnotatedElement;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** What a place asks for; found out without any I/O. */
@FunctionalInterface
interface InjectionRequest {

    /**
     * Makes the value.
     *
     * @param sandbox the open sandbox, on behalf of the context's test, if that is one
     * @param context where the value is injected, and how long it is needed
     */
    Object value(HandedSandbox sandbox, ExtensionContext context);

    /** Returns whether a place is ours to fill. All others are left to other people's extensions. */
    static boolean isOurs(AnnotatedElement element, Class<?> type) {
        return type == LiveSandbox.class || type == RoutingKey.class || isAnnotated(element);
    }

    /** Returns whether a place says by an annotation that it is ours to fill. */
    static boolean isAnnotated(AnnotatedElement element) {
        return AnnotationSupport.isAnnotated(element, Routed.class)
                || AnnotationSupport.isAnnotated(element, Baseline.class);
    }

    /** Names what a place of ours asks for: its annotation, else its type. */
    static String described(InjectionPlace target) {
        if (AnnotationSupport.isAnnotated(target.element(), Routed.class)) {
            return "@Routed";
        }
        return AnnotationSupport.isAnnotated(target.element(), Baseline.class)
                ? "@Baseline"
                : "[%s]".formatted(target.type().getSimpleName());
    }

    /** Returns what a place of ours asks for; refuses what cannot be meant. */
    static InjectionRequest of(InjectionPlace target, ClientAdapters adapters) {
        Optional<Routed> routed = AnnotationSupport.findAnnotation(target.element(), Routed.class);
        Optional<Baseline> baseline = AnnotationSupport.findAnnotation(target.element(), Baseline.class);
        if (routed.isPresent() && baseline.isPresent()) {
            throw new WrongUseException(target.place() + " has both @Routed and @Baseline: keep one of them");
        }
        if (routed.isPresent()) {
            return new ClientPlace(target, routed.get().value(), false).request(adapters);
        }
        if (baseline.isPresent()) {
            return new ClientPlace(target, baseline.get().value(), true).request(adapters);
        }
        return target.type() == RoutingKey.class ? (sandbox, context) -> sandbox.key() : (sandbox, context) -> sandbox;
    }
}
