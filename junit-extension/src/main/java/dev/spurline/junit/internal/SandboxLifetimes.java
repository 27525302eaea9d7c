// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Finds the sandbox of a declaration in JUnit's stores: at the class, or at the test method and its invocations. */
final class SandboxLifetimes {

    private SandboxLifetimes() {}

    /** Returns the lifetime that a test of this context lives under, if it was begun. */
    static Optional<SandboxLifetime> current(ExtensionContext context) {
        return DeclarationFinder.innermost(context).flatMap(declaration -> find(declaration, context));
    }

    static Optional<SandboxLifetime> find(SandboxDeclaration declaration, ExtensionContext context) {
        return ContextStores.find(context, slot(declaration), SandboxLifetime.class);
    }

    /**
     * Returns the open sandbox of a declaration; opens it first if nobody has.
     *
     * @param place who needs it, for the message
     */
    static SandboxLifetime open(SandboxDeclaration declaration, ExtensionContext context, String place) {
        ExtensionContext home = home(declaration, context)
                .orElseThrow(() ->
                        new WrongUseException(("%s needs a sandbox before there is a test, but %s has the scope METHOD:"
                                        + " inject into the test method, or use Scope.CLASS")
                                .formatted(place, declaration.definition().place())));
        // Into the store first, then started: whatever happens half-way, JUnit closes it.
        SandboxLifetime lifetime = ContextStores.hold(
                home, slot(declaration), SandboxLifetime.class, () -> new SandboxLifetime(declaration, home));
        lifetime.open();
        return lifetime;
    }

    private static Optional<ExtensionContext> home(SandboxDeclaration declaration, ExtensionContext context) {
        return declaration.perMethod() ? method(context) : type(context, declaration.testClass());
    }

    /** The outermost context of the method is that of the template: its invocations share the sandbox. */
    private static Optional<ExtensionContext> method(ExtensionContext context) {
        Optional<ExtensionContext> found = Optional.empty();
        Optional<ExtensionContext> level = Optional.of(context);
        while (level.isPresent() && level.get().getTestMethod().isPresent()) {
            found = level;
            level = level.get().getParent();
        }
        return found;
    }

    /** Returns the innermost context of a class, its methods left aside. */
    static Optional<ExtensionContext> type(ExtensionContext context, Class<?> testClass) {
        Optional<ExtensionContext> level = Optional.of(context);
        while (level.isPresent() && !isOf(level.get(), testClass)) {
            level = level.get().getParent();
        }
        return level;
    }

    private static boolean isOf(ExtensionContext context, Class<?> testClass) {
        return context.getTestMethod().isEmpty()
                && context.getTestClass().filter(testClass::equals).isPresent();
    }

    private static Object slot(SandboxDeclaration declaration) {
        return declaration.perMethod()
                ? new MethodSlot(declaration.definition().place())
                : new ClassSlot(declaration.testClass());
    }

    private record ClassSlot(Class<?> testClass) {}

    private record MethodSlot(String place) {}
}
