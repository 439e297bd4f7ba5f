// Stands in for Node's header of this name while SQLite's bindings are compiled. From Node 24.19 on that one has every
// wrapped object remove a hook when it is collected, which ends the process where no context is entered, as at its end.
// better-sqlite3 12 closes what it has open by a hook of its own; version 13 does without this class and without Node 20.
#ifndef SRC_NODE_OBJECT_WRAP_H_
#define SRC_NODE_OBJECT_WRAP_H_

#include <node.h>

namespace node {

class ObjectWrap {
 public:
  ObjectWrap() = default;
  virtual ~ObjectWrap() { handle_.Reset(); }

  template <class T>
  static T* Unwrap(v8::Local<v8::Object> object) {
    return static_cast<T*>(static_cast<ObjectWrap*>(object->GetAlignedPointerFromInternalField(0)));
  }

 protected:
  void Wrap(v8::Local<v8::Object> object) {
    object->SetAlignedPointerInInternalField(0, this);
    handle_.Reset(v8::Isolate::GetCurrent(), object);
    handle_.SetWeak(this, Collected, v8::WeakCallbackType::kParameter);
  }

 private:
  static void Collected(const v8::WeakCallbackInfo<ObjectWrap>& info) {
    info.GetParameter()->handle_.Reset();
    delete info.GetParameter();
  }

  v8::Global<v8::Object> handle_;
};

}  // namespace node

#endif
