// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.junit.Baseline;
import dev.spurline.junit.Routed;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ModifierSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/** Makes the values that are injected, and sets fields. */
final class ValueInjection {

    private ValueInjection() {}

    /** Returns the value for a place; it acts on behalf of the context's test, if that is one. */
    static Object value(InjectionRequest request, SandboxLifetime lifetime, ExtensionContext context) {
        return request.value(lifetime.open().of(test(context)), context);
    }

    private static Optional<String> test(ExtensionContext context) {
        return context.getTestMethod().map(method -> context.getUniqueId());
    }

    /** Returns the static fields of a class that are ours to fill. */
    static List<Field> staticFields(Class<?> type) {
        return fields(type, ModifierSupport::isStatic);
    }

    /** Returns the fields of an instance of a class that are ours to fill. */
    static List<Field> instanceFields(Class<?> type) {
        return fields(type, ModifierSupport::isNotStatic);
    }

    private static List<Field> fields(Class<?> type, Predicate<Field> kind) {
        return ReflectionSupport.findFields(
                type,
                field -> kind.test(field) && InjectionRequest.isOurs(field, field.getType()) && !isOwnersOwn(field),
                HierarchyTraversalMode.TOP_DOWN);
    }

    /** A final field without annotation is set by the test's own constructor. */
    private static boolean isOwnersOwn(Field field) {
        return Modifier.isFinal(field.getModifiers())
                && !field.isAnnotationPresent(Routed.class)
                && !field.isAnnotationPresent(Baseline.class);
    }

    /** Fills fields, except those of our types that the test filled itself. */
    static void fill(
            List<Field> fields,
            @Nullable Object instance,
            boolean shared,
            SandboxLifetime lifetime,
            ExtensionContext context) {
        for (Field field : fields) {
            if (isEmpty(field, instance)) {
                set(
                        field,
                        instance,
                        value(
                                InjectionRequest.of(InjectionPlace.of(field, shared), ClientAdapters.of(context)),
                                lifetime,
                                context));
            }
        }
    }

    /** Static fields keep what an earlier run left in them, so only instances are looked at. */
    private static boolean isEmpty(Field field, @Nullable Object instance) {
        return instance == null
                || ReflectionSupport.tryToReadFieldValue(field, instance)
                        .toOptional()
                        .isEmpty();
    }

    private static void set(Field field, @Nullable Object instance, Object value) {
        try {
            field.setAccessible(true);
            field.set(instance, value);
        } catch (IllegalAccessException e) {
            throw new WrongUseException(
                    "Field [%s.%s] cannot be set"
                            .formatted(field.getDeclaringClass().getName(), field.getName()),
                    e);
        }
    }
}
