// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.junit.Sandbox;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ModifierSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * A test method, told apart by the class it runs in: an inherited one counts for each.
 *
 * @param testClass the class
 * @param name the name of the method
 * @param parameters the names of its parameters' types
 */
record TestMethod(String testClass, String name, List<String> parameters) {

    static TestMethod of(Class<?> testClass, Method method) {
        return new TestMethod(
                testClass.getName(),
                method.getName(),
                Arrays.stream(method.getParameterTypes()).map(Class::getName).toList());
    }

    /** Returns how JUnit shows a test, types of parameters aside; what repeats or parameterizes it shows its own part only. */
    static String title(ExtensionContext test) {
        return test.getParent()
                .filter(template -> template.getTestMethod().isPresent())
                .map(template -> ownTitle(template) + " " + test.getDisplayName())
                .orElseGet(() -> ownTitle(test));
    }

    private static String ownTitle(ExtensionContext test) {
        String method = test.getRequiredTestMethod().getName();
        String name = test.getDisplayName();
        return name.startsWith(method + "(") ? method : name;
    }

    /** Returns all methods that share the sandbox of a class: its own, and those of nested classes without their own. */
    static Set<TestMethod> sharing(ExtensionContext context, Class<?> testClass) {
        Set<TestMethod> methods = new HashSet<>();
        for (Method method :
                ReflectionSupport.findMethods(testClass, TestMethod::shares, HierarchyTraversalMode.TOP_DOWN)) {
            methods.add(of(testClass, method));
        }
        for (Class<?> nested : ReflectionSupport.findNestedClasses(testClass, TestMethod::isNested)) {
            if (DeclarationFinder.own(context, nested).isEmpty()) {
                methods.addAll(sharing(context, nested));
            }
        }
        return methods;
    }

    private static boolean shares(Method method) {
        return AnnotationSupport.isAnnotated(method, Testable.class)
                && !AnnotationSupport.isAnnotated(method, Sandbox.class)
                && ModifierSupport.isNotStatic(method)
                && ModifierSupport.isNotPrivate(method)
                && !Modifier.isAbstract(method.getModifiers());
    }

    private static boolean isNested(Class<?> type) {
        return AnnotationSupport.isAnnotated(type, Nested.class);
    }
}
