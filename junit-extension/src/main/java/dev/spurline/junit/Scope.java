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
package dev.spurline.junit;

/**
 * How long a sandbox lives.
 *
 * @since 0.1
 */
public enum Scope {
    /** From before the first test of the class until after its last, nested classes included. */
    CLASS,
    /**
     * For one test method. The invocations of a repeated or parameterised method share one sandbox, and so do the dynamic
     * tests of a factory.
     */
    METHOD
}
