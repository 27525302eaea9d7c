/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.junit.internal;

import dev.spurline.junit.Scope;
import java.util.Optional;

/**
 * A definition, and where it stands.
 *
 * @param definition the definition
 * @param testClass the class it concerns, subclasses each for themselves
 * @param method whether it stands on a method
 * @param registrant the extension that a builder made; empty for annotations
 */
record Declaration(Definition definition, Class<?> testClass, boolean method, Optional<SandboxCallbacks> registrant) {

    /** Returns whether each test method gets a sandbox of its own. */
    boolean perMethod() {
        return method || definition.scope() == Scope.METHOD;
    }
}
