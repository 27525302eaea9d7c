// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.junit.ReachesFork;
import dev.spurline.junit.Sandbox;
import dev.spurline.junit.SandboxExtension;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/**
 * Refuses places that ask for a sandbox where none is declared. {@code @Routed}, {@code @Baseline} and {@code @ReachesFork}
 * register the extension by themselves, so that it is there to say it.
 */
final class StrayAnnotations {

    private StrayAnnotations() {}

    /** Refuses what a class or a method without a sandbox asks for; parameters are refused when they are resolved. */
    static void refuse(ExtensionContext context) {
        Class<?> type = context.getRequiredTestClass();
        Optional<Method> method = context.getTestMethod();
        if (method.isPresent()) {
            refuseMethod(type, method.get());
        } else {
            refuseFields(type, ValueInjection.staticFields(type), true);
            refuseRegistered(type, "[%s]".formatted(type.getName()));
        }
    }

    private static void refuseMethod(Class<?> type, Method method) {
        String place = "[%s#%s]".formatted(type.getName(), method.getName());
        if (AnnotationSupport.isAnnotated(method, ReachesFork.class)) {
            throw new WrongUseException(
                    "@ReachesFork on %s has no sandbox whose forks it could reach: add @Sandbox to the class or the method"
                            .formatted(place));
        }
        refuseRegistered(method, place);
    }

    private static void refuseRegistered(AnnotatedElement element, String place) {
        boolean registered = Arrays.stream(element.getAnnotationsByType(ExtendWith.class))
                .flatMap(annotation -> Arrays.stream(annotation.value()))
                .anyMatch(SandboxExtension.class::equals);
        if (registered) {
            throw new WrongUseException(
                    "SandboxExtension is registered for %s without a sandbox: use @Sandbox, or one static field with %s"
                            .formatted(place, "@RegisterExtension and SandboxExtension.builder()"));
        }
    }

    /** Refuses fields that nobody would fill, unless tests of the class have sandboxes of their own. */
    static void refuseFields(Class<?> type, List<Field> fields, boolean shared) {
        if (AnnotationSupport.findAnnotatedMethods(type, Sandbox.class, HierarchyTraversalMode.TOP_DOWN)
                .isEmpty()) {
            fields.stream().filter(InjectionRequest::isAnnotated).findFirst().ifPresent(field -> {
                throw refusal(InjectionPlace.of(field, shared));
            });
        }
    }

    /** Says that a place has no sandbox. */
    static ExtensionConfigurationException refusal(InjectionPlace target) {
        return new WrongUseException(message(target));
    }

    static String message(InjectionPlace target) {
        return "%s asks for %s, but there is no sandbox: add @Sandbox to the class or the method"
                .formatted(target.place(), InjectionRequest.described(target));
    }
}
