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
package dev.spurline;

/**
 * A request that the API server of an embedded cluster has answered, as an audit log would tell it.
 *
 * @param user who asked, such as {@code system:serviceaccount:shop:spurline}
 * @param verb such as {@code list}; for a path that is none of a resource the HTTP method in lower case
 * @param group the API group; empty for the core and for paths
 * @param resource such as {@code pods}, with its subresource as in {@code pods/log}; empty for paths
 * @param namespace empty for the whole cluster
 * @param name the object's name; empty for a collection
 * @param path the path that was asked for
 * @param code the status code; that of a stream, such as a watch, is 200
 * @since 0.1
 */
public record AuditEvent(
        String user,
        String verb,
        String group,
        String resource,
        String namespace,
        String name,
        String path,
        int code) {}
