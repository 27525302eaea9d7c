// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A place that a value is injected into.
 *
 * @param element carries the annotations
 * @param type its type
 * @param generic its type with arguments
 * @param place its name, for messages
 * @param shared whether several tests see the same value
 */
record InjectionPlace(AnnotatedElement element, Class<?> type, Type generic, String place, boolean shared) {

    static InjectionPlace of(Field field, boolean shared) {
        String place = "Field [%s.%s]".formatted(field.getDeclaringClass().getName(), field.getName());
        return new InjectionPlace(field, field.getType(), field.getGenericType(), place, shared);
    }

    static InjectionPlace of(Parameter parameter, boolean shared) {
        String place = "Parameter [%s] of %s".formatted(parameter.getName(), place(parameter.getDeclaringExecutable()));
        return new InjectionPlace(parameter, parameter.getType(), parameter.getParameterizedType(), place, shared);
    }

    /** Returns what the place's supplier supplies, if it takes one. */
    Optional<Class<?>> suppliedType() {
        return type == Supplier.class && generic instanceof ParameterizedType parameterized
                ? raw(parameterized.getActualTypeArguments()[0])
                : Optional.empty();
    }

    private static Optional<Class<?>> raw(Type argument) {
        Type raw = argument instanceof ParameterizedType parameterized ? parameterized.getRawType() : argument;
        return raw instanceof Class<?> known ? Optional.of(known) : Optional.empty();
    }

    private static String place(Executable executable) {
        String type = executable.getDeclaringClass().getName();
        return executable instanceof Constructor
                ? "the constructor of [%s]".formatted(type)
                : "[%s#%s]".formatted(type, executable.getName());
    }
}
