// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.Settings;
import dev.spurline.junit.Scope;
import dev.spurline.settings.Setting;
import java.util.Optional;

/**
 * A definition, and where it stands.
 *
 * @param definition the definition
 * @param testClass the class it concerns, subclasses each for themselves
 * @param method whether it stands on a method
 * @param registrant the extension that a builder made; empty for annotations
 */
record SandboxDeclaration(
        SandboxDefinition definition, Class<?> testClass, boolean method, Optional<SandboxCallbacks> registrant) {

    /** Returns whether each test method gets a sandbox of its own. */
    boolean perMethod() {
        return method || definition.scope() == Scope.METHOD;
    }

    /** Returns whether the class shares its sandbox with others that ask for the same. */
    boolean isShared(Settings settings) {
        return !perMethod() && Setting.SCOPE.find(settings).map("run"::equals).orElse(definition.scope() == Scope.RUN);
    }
}
